# Sourced by ./actorinfer, ./test and .ci/run: finds what they need, installs it on Debian and Ubuntu when run as root,
# and says exactly what is missing elsewhere. Everything it prints goes to standard error.

say() { printf '%s\n' "$*" >&2; }

# Installs Debian packages; false where that cannot be done. The lists are fetched once.
install_packages() {
  command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ] || return 1
  if [ -z "${APT_LISTS_FETCHED:-}" ]; then
    apt-get update -qq >&2 || return 1
    APT_LISTS_FETCHED=1
  fi
  say "Installing $*"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

require_dotnet() {
  if command -v dotnet >/dev/null 2>&1 && dotnet --list-sdks 2>/dev/null | grep -q '^1[0-9]\.'; then return; fi
  install_packages dotnet-sdk-10.0 && return
  say "The .NET SDK 10 is needed and was not found, nor a package dotnet-sdk-10.0."
  say "Install it as https://learn.microsoft.com/dotnet/core/install describes for your system, so that 'dotnet --list-sdks' shows 10.0."
  exit 2
}

# npm brings the native libraries. Where it cannot be installed the build itself says what the ways out are.
want_npm() {
  command -v npm >/dev/null 2>&1 || [ "${OnnxRuntimeNative:-npm}" != npm ] || install_packages nodejs npm || true
}

# What only some tests need: they skip, and say why, where it is missing.
want_packages() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  install_packages "${missing[@]}" || say "Some tests will be skipped, for want of: ${missing[*]}"
}

# Tests of the device webgpu run on Chromium's software Vulkan driver, unless somebody chose a driver.
choose_vulkan_driver() {
  local driver=/usr/lib/chromium/vk_swiftshader_icd.json
  [ -n "${VK_DRIVER_FILES:-}" ] || [ ! -f "$driver" ] || export VK_DRIVER_FILES=$driver
}

# Akka.NET's packages are not in every feed. Where they are missing, everything else is built: the property is read by the projects, from the environment.
choose_akka() {
  [ -z "${ActorInferenceAkka:-}" ] || return 0
  local log
  log=$(dotnet restore "$1/src/ActorInference.Akka" -v q -p:NuGetLockFilePath=obj/probe.lock.json 2>&1) && return 0
  if printf '%s' "$log" | grep -Eq "NU110[123].*Akka"; then
    say "Akka.NET packages not in this feed: engine 'akka' not built"
    export ActorInferenceAkka=false
  fi
  return 0 # what else is wrong, the build says
}
