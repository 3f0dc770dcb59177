# Die Dateien eines Workspace.

files-title = Dateien
files-lead = Dateien, die die Skripte dieses Workspace an E-Mails anhängen. Ein Skript verwendet eine Datei mit ihrem Namen, etwa file("terms.pdf").
files-stored = { $count ->
    [one] Eine Datei ist gespeichert.
   *[other] { $count } Dateien sind gespeichert.
}
files-deleted = Die Datei wurde gelöscht.
files-refused = Einige Dateien wurden nicht gespeichert
files-none-yet = Noch keine Dateien
files-none-yet-hint = Laden Sie oben die erste hoch, etwa Ihre Geschäftsbedingungen als PDF.
files-none-yet-reader = Bearbeiter und Administratoren dieses Workspace können Dateien hochladen.
files-changed = gespeichert am { $at } von { $by }
files-delete = Löschen
files-used = { $count } von { $most } Dateien, { $size } von { $room } MB.
files-upload = Dateien hochladen
files-choose = Dateien
files-choose-hint = Mehrere auf einmal, jede bis 10 MB. Eine Datei mit einem vorhandenen Namen ersetzt die bisherige.
files-upload-button = Hochladen
files-delete-title = Diese Datei löschen?
files-delete-meaning = <strong>{ $name }</strong> wird sofort gelöscht. Ein Skript, das sie anhängt, meldet dann einen Fehler. Das lässt sich nicht rückgängig machen.
files-delete-button = Datei löschen
files-keep = Abbrechen
