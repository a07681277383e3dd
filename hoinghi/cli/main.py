"""The command line.  Data on standard output, messages on standard error.

Exit codes: 0 all well; 1 some records were rejected; 2 nothing could be done (one line says why);
130 stopped by Ctrl-C or SIGTERM (one line says what is done).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from hoinghi import __version__
from hoinghi.cli.info import info
from hoinghi.cli.officials import officials
from hoinghi.cli.predict import FAILED, predict
from hoinghi.cli.stopping import INTERRUPTED
from hoinghi.cli.summary import summary
from hoinghi.cli.terminal import visible
from hoinghi.errors import HoinghiError

_DEBUG = "--debug"
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Reads Vietnamese local-government news: meeting type, period, topics, officials.",
)
app.command()(predict)
app.command()(officials)
app.command()(summary)
app.command()(info)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hoinghi {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[
        bool, typer.Option(_DEBUG, help="Show where in the program an error came from.")
    ] = False,
) -> None:
    """Options before the command."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; errors become one line on standard error, with ``--debug`` a traceback too."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # UTF-8 whatever the locale says
            stream.reconfigure(encoding="utf-8")
    given, is_debugging = _without_debug(list(sys.argv[1:] if arguments is None else arguments))
    try:
        app(args=given)
    except KeyboardInterrupt:
        print("hoinghi: stopped", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except HoinghiError as error:
        _end(str(error), is_debugging)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _end(f"{place}{error.strerror or error}", is_debugging)
    except MemoryError:
        _end("the memory is not enough; fewer --jobs need less", is_debugging)
    except Exception as error:
        if is_debugging:
            raise
        _end(f"failed ({type(error).__name__}: {error}); --debug shows where, please report it", False)


def _without_debug(arguments: list[str]) -> tuple[list[str], bool]:
    """The arguments without ``--debug``, wherever it stands, and whether it was there."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    given = [argument for argument in arguments[:end] if argument != _DEBUG]
    return given + arguments[end:], len(given) < end


def _end(message: str, is_debugging: bool) -> None:
    if is_debugging:
        import traceback

        traceback.print_exc()
    print(f"hoinghi: {visible(message)}", file=sys.stderr)
    sys.exit(FAILED)
