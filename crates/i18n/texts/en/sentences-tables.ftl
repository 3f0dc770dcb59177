# Uploaded tables that become the input of a script, and what was recognised in them.

# server/scripts/table
sentence-tables-the-file-has-mb = the file has { $size } MB and may have { $most } MB: leave out columns that the script does not use, or split it
sentence-tables-the-file-is-empty = the file is empty: the first row names the columns, each further one is a mail
sentence-tables-with-the-names-of-its-columns = with the names of its columns in every row the table takes more than { $most } MB: leave out columns that the script does not use, shorten their names, or split the file
sentence-tables-the-table-has-more-rows = the table has more than { $most } rows: split the file, and start a run for each part
sentence-tables-1-row-was-read = 1 row was read
sentence-tables-rows-were-read = { $count } rows were read

# server/scripts/table/text
sentence-tables-the-file-is-no-text = the file is { $cause }: save the table as “CSV UTF-8”, in Excel with “Save as”, and upload that
sentence-tables-a-workbook-or-an-archive = a workbook or an archive
sentence-tables-a-workbook = a workbook
sentence-tables-a-pdf-document = a PDF document
sentence-tables-an-image = an image
sentence-tables-line-holds-no-text = line { $line } holds characters that no text has: save the table as “CSV UTF-8”
sentence-tables-line-cannot-be-read = line { $line } holds characters that cannot be read: the file is neither UTF-8 nor Windows-1252; save it as “CSV UTF-8”
sentence-tables-the-text-is = the text is { $encoding }

# server/scripts/table/delimiter
sentence-tables-separated-by-semicolons = the cells are separated by semicolons
sentence-tables-separated-by-tabs = the cells are separated by tabs
sentence-tables-separated-by-bars = the cells are separated by vertical bars
sentence-tables-separated-by-commas = the cells are separated by commas
sentence-tables-one-column = the table has one column

# server/scripts/table/separated
sentence-tables-shorter-rows = rows that are shorter than the header: { $count }; the cells they lack are empty
sentence-tables-the-table-has-columns = the table has { $count } columns and may have { $most }: leave out those that the script does not use
sentence-tables-columns-are-both-called = columns { $first } and { $second } are both called { $name }: give each a name of its own, so that the script takes the right one
sentence-tables-a-column-has-no-name = a column has no name in the header and is called { $name }
sentence-tables-line-holds-the-address = line { $line } holds the address { $address } where the names of the columns belong: put a first row above it, such as email;name
sentence-tables-the-name-of-a-column = the name { $name } of a column has more than { $most } characters: shorten it
sentence-tables-line-has-cells = line { $line } has { $count } cells, but the header has { $columns }: put a cell that holds { $cause } in quotes, or name the further columns in the header
sentence-tables-a-semicolon = a semicolon
sentence-tables-a-tab = a tab
sentence-tables-a-vertical-bar = a vertical bar
sentence-tables-a-comma = a comma
sentence-tables-a-quote-is-opened = a quote is opened in the row at line { $line } and never closed: close it, and write a quote within a cell twice
sentence-tables-line-is-no-row = line { $line } cannot be read as a row of cells: save the table as “CSV UTF-8”
sentence-tables-a-header-and-no-rows = the table has a header and no rows: each row below the header is a mail

# server/scripts/table/json
sentence-tables-line-is-no-json = line { $line } is no JSON from character { $column } on: look for a comma, a quote or a bracket that is missing or too much
sentence-tables-an-object-without-rows = the file holds an object without `rows`: write the rows as a list, as in { $example }
sentence-tables-the-list-holds-no-rows = the list holds no rows: each object in it is a mail
sentence-tables-row-is = row { $number } is { $cause }: each row must be an object, as in { $example }
sentence-tables-the-rows-have-keys = the rows have more than { $most } different keys: leave out those that the script does not use
sentence-tables-rows-holds = `rows` holds { $cause }: write the rows as a list of objects, as in { $example }
sentence-tables-the-file-holds = the file holds { $cause }: write the rows as a list of objects, as in { $example }
sentence-tables-the-file-is-json = the file is JSON
sentence-tables-true-or-false = true or false
sentence-tables-a-number = a number
sentence-tables-a-text = a text
sentence-tables-a-list = a list
sentence-tables-an-object = an object
