"""What the documentation site shows beyond the pages as they stand: navigation and reference."""
