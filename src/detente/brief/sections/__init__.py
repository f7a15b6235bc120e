"""The sections of an assessment, one module a question; each takes the evidence and the register."""
