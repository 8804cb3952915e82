"""Every mail that leaves: written as rows first, then sent by workers. The only package that opens SMTP."""
