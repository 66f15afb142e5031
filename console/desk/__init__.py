"""What an operator may do here, without Qt: records commands, shows cached plus pending, settles outcomes."""
