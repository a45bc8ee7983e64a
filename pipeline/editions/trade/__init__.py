"""An edition on its way out of the house: a folder a channel, checked, and one list of what is still to supply."""
