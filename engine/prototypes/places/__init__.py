"""What systems share that find things in pictures: boxes and joints."""
