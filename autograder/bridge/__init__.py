"""The bridge between the examiner and the sandbox: bounded frames of plain typed values.

The examiner asks, the sandbox answers; nothing else may be said. A value that is plain (a number,
a text, a container of such, a numeric array) crosses as a copy of exactly its base type; a number
or tuple of a class of the student's brings a *handle* along. Anything else stays where it is, and a
handle crosses in its place. Reading a frame never runs code, never
imports, and never allocates more than a small multiple of the frame's length.
"""
