"""The law: the gate that makes inquiries, the rules it asks, and what may leave the house."""
