"""Word through python-docx: to be edited further, with real heading styles and table headers."""
