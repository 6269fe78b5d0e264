"""An RTSP client of our own (RFC 2326, with the parts of RFC 7826 that cameras use), over TCP or TLS only.

FFmpeg's does three polls and three reads per RTP packet, hides lost packets and can't be interrupted safely; see
docs/decisions. Nothing here reads or writes a file.
"""
