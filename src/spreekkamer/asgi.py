"""The web server's entry point."""

import os
import warnings

from django.core.asgi import get_asgi_application

# Static files are small: that WhiteNoise reads them whole before it sends them is no trouble.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spreekkamer.settings")
application = get_asgi_application()
