"""The sections of an assessment, one module a question. Each takes the evidence and the register, and says what they say."""
