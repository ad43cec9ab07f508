#!/usr/bin/env bash
# Makes .venv and installs Jjak into it (`packages`), and sees to the system libraries that
# Qt needs on Debian and Ubuntu: `qt xcb` for a window on the screen, `qt offscreen` for
# tests and pictures. Called by make; safe to call again.
set -euo pipefail
cd "$(dirname "$0")/.."

QT_PACKAGES="libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0 libxkbcommon-x11-0
 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxcb-xkb1"

say() { printf '%s\n' "$*" >&2; }

# apt_install PURPOSE PACKAGE…: installs where that is allowed, else names the line to type.
apt_install() {
  local purpose=$1; shift
  if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
    say "Installing for $purpose: $*"
    apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    return
  fi
  say "For $purpose some system packages are missing. Please type this, then try again:"
  say "  sudo apt-get install -y $*"
  return 1
}

find_python() {
  local candidate
  for candidate in python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  apt_install "Python" python3 python3-venv && command -v python3
}

make_venv() {
  local python version
  python=$(find_python)
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    apt_install "Python's virtual environments" "$version"
  fi
  # A folder that an interrupted run left behind has no working pip: begin anew.
  .venv/bin/python -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear .venv
}

packages() {
  make_venv
  say "Installing the packages (the first time takes a few minutes) …"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[train,dev]' 2>.venv/pip.log || {
    cat .venv/pip.log >&2
    return 1
  }
  # Prove the rule book now, so that the first start needn't.
  .venv/bin/python -c 'from engine.rulebook import load_rule_book; load_rule_book()' 2>>.venv/pip.log || true
  touch .venv/.ready
}

# Peers of `make bench`: they see the packages of .venv, and what they bring along stays with them.
peers() {
  local own=.venv/peers
  say "Installing the peers that the bench measures against …"
  {
    .venv/bin/python -m venv --clear "$own" &&
      .venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
        >"$("$own"/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/jjak.pth" &&
      .venv/bin/python -c 'import tomllib; print("\n".join(tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["bench"]))' >"$own/peers.txt" &&
      "$own"/bin/python -m pip install --quiet --disable-pip-version-check -r "$own/peers.txt"
  } >.venv/peers.log 2>&1 || say "They could not be installed (.venv/peers.log says why); the bench goes on without them."
  touch .venv/.peers
}

missing_qt_libraries() {  # PLATFORM: xcb or offscreen
  local folder
  folder=$(.venv/bin/python -c 'import importlib.util as u; print(u.find_spec("PySide6").submodule_search_locations[0])')
  ldd "$folder"/Qt/plugins/platforms/libq"$1".so "$folder"/Qt/lib/libQt6{Gui,Widgets,Svg}.so.6 2>/dev/null |
    awk '/not found/ { print $1 }' | sort -u
}

qt() {
  if [ "$(uname)" = Linux ] && [ -n "$(missing_qt_libraries "$1")" ]; then
    # shellcheck disable=SC2086  # a list of names is meant
    apt_install "the window" $QT_PACKAGES
  fi
  touch ".venv/.qt-$1"
}

"$@"
