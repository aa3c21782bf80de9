"""Places and their names: the divisions of the country, pinyin, what a name or a unit is called, time zones."""
