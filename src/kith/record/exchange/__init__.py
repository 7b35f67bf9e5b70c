"""The way between the dataset and the record: the record written out as the dataset, and a dataset or files loaded into it."""
