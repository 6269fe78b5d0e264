"""A real RTSP server (GStreamer's) that serves files, for tests. Run with the system's Python: /usr/bin/python3.

    gst_camera.py MOUNT=FILE.mp4[,h265|,sound] ... [--user U --password P]

Prints one JSON line per happening: {"event": "ready", "port": N}, then "connected" and "closed" per client, each
with "at" (time.monotonic, the same clock for all processes of a machine) and the number of clients now.
Each client gets the file once, from its beginning, in real time.
"""

import argparse
import json
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

clients = 0


def say(event, **more):
    """One line, at once."""
    print(json.dumps({"event": event, "at": time.monotonic(), **more}), flush=True)


def pipeline(path, kind):
    """What GStreamer builds for one client. Each client gets the file from its beginning."""
    codec = "h265" if kind == "h265" else "h264"
    sound = " d.audio_0 ! queue ! aacparse ! rtpmp4gpay name=pay1 pt=97" if kind == "sound" else ""
    return (
        f"( filesrc location={path} ! qtdemux name=d d.video_0 ! queue ! {codec}parse "
        f"! rtp{codec}pay name=pay0 pt=96 config-interval=-1{sound} )"
    )


def on_connected(_server, client):
    """Count this client, and again when it goes."""
    global clients  # noqa: PLW0603
    clients += 1
    say("connected", clients=clients)
    client.connect("closed", on_closed)


def on_closed(_client):
    global clients  # noqa: PLW0603
    clients -= 1
    say("closed", clients=clients)


def protect(server, factory, user, password):
    """Digest authentication."""
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(2)
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "user")
    auth.add_digest(user, password, token)
    server.set_auth(auth)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role("user", "media.factory.access", True)  # noqa: FBT003
    permissions.add_permission_for_role("user", "media.factory.construct", True)  # noqa: FBT003
    factory.set_permissions(permissions)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("mounts", nargs="+")
    options.add_argument("--user")
    options.add_argument("--password")
    args = options.parse_args()
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service("0")
    for mount in args.mounts:
        path, _, source = mount.partition("=")
        source, _, kind = source.partition(",")
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch(pipeline(source, kind))
        factory.set_shared(False)
        if args.user:
            protect(server, factory, args.user, args.password)
        server.get_mount_points().add_factory(path, factory)
    server.connect("client-connected", on_connected)
    server.attach(None)
    say("ready", port=server.get_bound_port())
    GLib.MainLoop().run()


main()
