"""What a report is: forms, cells, values and the reports that hold them. Nothing here reads, writes or checks."""
