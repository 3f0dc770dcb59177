# Files of workspaces.

# server/files
sentence-files-has-mb = { $name } has { $size } MB and may have { $most } MB: store a smaller file, or send a link to it
sentence-files-the-workspace-has-files = the workspace has { $most } files, which is the most: delete one that no script needs
sentence-files-with-it-the-workspace-has-mb = with { $name } the files of the workspace have { $size } MB and may have { $most } MB: delete some that no script needs
