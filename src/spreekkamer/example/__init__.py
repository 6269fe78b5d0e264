"""The fictional Gemeente Voorbeeldstad, with which `spreekkamer run` opens. All of it is made up, and says so."""
