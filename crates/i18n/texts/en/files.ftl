# The files of a workspace.

files-title = Files
files-lead = Files that the scripts of this workspace attach to mail. A script refers to a file by its name, such as file("terms.pdf").
files-stored = { $count ->
    [one] One file is stored.
   *[other] { $count } files are stored.
}
files-deleted = The file was deleted.
files-refused = Some files were not stored
files-none-yet = No files yet
files-none-yet-hint = Upload the first one above, such as your terms as a PDF.
files-none-yet-reader = Editors and administrators of this workspace can upload files.
files-changed = stored { $at } by { $by }
files-delete = Delete
files-used = { $count } of { $most } files, { $size } of { $room } MB.
files-upload = Upload files
files-choose = Files
files-choose-hint = Several at once, up to 10 MB each. A file with an existing name replaces the old one.
files-upload-button = Upload
files-delete-title = Delete this file?
files-delete-meaning = <strong>{ $name }</strong> is deleted immediately. A script that attaches it will report an error. This cannot be undone.
files-delete-button = Delete file
files-keep = Cancel
