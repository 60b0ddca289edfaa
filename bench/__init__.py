"""One command per promise about speed, each figure beside what it is compared to, in one run: `make bench`."""
