# Files of workspaces.

# server/files
sentence-files-has-mb = { $name } hat { $size } MB und darf { $most } MB haben: speichern Sie eine kleinere Datei, oder verschicken Sie einen Link darauf
sentence-files-the-workspace-has-files = der Workspace hat { $most } Dateien, mehr können es nicht sein: löschen Sie eine, die kein Skript braucht
sentence-files-with-it-the-workspace-has-mb = mit { $name } haben die Dateien des Workspace { $size } MB und dürfen { $most } MB haben: löschen Sie einige, die kein Skript braucht
