"""How does every screen of Dibs look? What bin/pictures takes: a programme, a list of screens, a camera, a gallery."""
