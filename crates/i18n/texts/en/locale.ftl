# How the language names itself and writes numbers, dates and times.

locale-name = English
locale-decimal-point = .
locale-group-separator = ,
locale-quote-open = “
locale-quote-close = ”

locale-day = { $day } { $month } { $year }
locale-day-and-time = { $day }, { $time } UTC
locale-short-day-and-time = { $day } { $month } { $year }, { $time }

locale-month-1 = January
locale-month-2 = February
locale-month-3 = March
locale-month-4 = April
locale-month-5 = May
locale-month-6 = June
locale-month-7 = July
locale-month-8 = August
locale-month-9 = September
locale-month-10 = October
locale-month-11 = November
locale-month-12 = December

locale-short-month-1 = Jan
locale-short-month-2 = Feb
locale-short-month-3 = Mar
locale-short-month-4 = Apr
locale-short-month-5 = May
locale-short-month-6 = Jun
locale-short-month-7 = Jul
locale-short-month-8 = Aug
locale-short-month-9 = Sep
locale-short-month-10 = Oct
locale-short-month-11 = Nov
locale-short-month-12 = Dec
