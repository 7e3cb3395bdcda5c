"""usage: python tools/abi3-audit.py WHEEL

Fails if a module in WHEEL needs a symbol outside the stable ABI that its tags claim, by abi3audit.
That knows PyInit_… as a module's own, but not yet PyModExport_… (PEP 793).
"""

import json
import subprocess
import sys


def main(wheel: str) -> str | None:
    command = [sys.executable, "-m", "abi3audit", "--report", wheel]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    (audited,) = json.loads(answer.stdout)["specs"].values()
    modules = audited["wheel"]
    for module in modules:
        found = module["result"]
        strange = [
            name for name in found["non_abi3_symbols"] if not name.startswith("PyModExport_")
        ]
        if strange or not found["is_abi3_baseline_compatible"]:
            newer = found["future_abi3_objects"]
            return f"{module['name']}: not in its stable ABI: {strange}; of a newer one: {newer}"
    print(f"== abi3audit: {len(modules)} module(s) within the stable ABI")
    return None if modules else f"abi3audit has found no module in {wheel}"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
