# The files of a workspace.

files-title = Files
files-lead = What the scripts of this workspace attach to mail. A script takes a file by its name, such as file("terms.pdf").
files-stored = { $count ->
    [one] One file is stored.
   *[other] { $count } files are stored.
}
files-deleted = The file is deleted.
files-refused = Not everything was stored
files-none-yet = No files yet
files-none-yet-hint = Upload the first one above, such as your terms as a PDF.
files-none-yet-reader = Editors and administrators of this workspace upload them.
files-changed = stored { $at } by { $by }
files-delete = Delete
files-used = { $count } of { $most } files, { $size } of { $room } MB.
files-upload = Upload files
files-choose = Files
files-choose-hint = Several at once, up to 10 MB each. A file of a name that is there already takes its place.
files-upload-button = Upload
files-none-chosen = choose at least one file
files-delete-title = Delete this file?
files-delete-meaning = <strong>{ $name }</strong> is deleted at once. A script that attaches it will report an error. This cannot be undone.
files-delete-button = Delete file
files-keep = Keep it
