"""Reports: figures as files, a workbook, a page and a whole return; and several returns combined."""
