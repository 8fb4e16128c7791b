"""What people see: outcome and language in, screens out. Values only; nothing is sent."""
