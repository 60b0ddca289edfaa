"""What is outside the house? One module or folder per outside thing: plain data in and out."""
