# Wie die Sprache sich nennt und Zahlen, Tage und Zeiten schreibt; Monate gekürzt nach Duden.

locale-name = Deutsch
locale-decimal-point = ,
locale-group-separator = .
locale-quote-open = „
locale-quote-close = “

locale-day = { $day }. { $month } { $year }
locale-day-and-time = { $day }, { $time } Uhr UTC
locale-short-day-and-time = { $day }. { $month } { $year }, { $time }

locale-month-1 = Januar
locale-month-2 = Februar
locale-month-3 = März
locale-month-4 = April
locale-month-5 = Mai
locale-month-6 = Juni
locale-month-7 = Juli
locale-month-8 = August
locale-month-9 = September
locale-month-10 = Oktober
locale-month-11 = November
locale-month-12 = Dezember

locale-short-month-1 = Jan.
locale-short-month-2 = Feb.
locale-short-month-3 = März
locale-short-month-4 = Apr.
locale-short-month-5 = Mai
locale-short-month-6 = Juni
locale-short-month-7 = Juli
locale-short-month-8 = Aug.
locale-short-month-9 = Sept.
locale-short-month-10 = Okt.
locale-short-month-11 = Nov.
locale-short-month-12 = Dez.
