"""What people see: pages made of several slices, the programming interface, settings and addresses."""
