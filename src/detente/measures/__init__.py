"""Measures of relations: frames in, frames out, pure."""
