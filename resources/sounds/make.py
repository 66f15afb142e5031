"""Makes the WAV files beside it: short sine tones with soft edges, 22,050 Hz, 16 bit, mono."""

import math
import struct
import wave
from pathlib import Path

RATE = 22_050
EDGE = 0.012  # seconds of rise and fall
PAUSE = 0

# kind -> (frequency in Hz or PAUSE, seconds), in order
TONES = {
    "urgent": ((880, 0.14), (PAUSE, 0.05), (1175, 0.14), (PAUSE, 0.05), (880, 0.14), (PAUSE, 0.05), (1175, 0.22)),
    "decision": ((523, 0.12), (PAUSE, 0.04), (659, 0.18)),
    "conflict": ((587, 0.10), (PAUSE, 0.04), (494, 0.20)),
}


def samples(frequency: int, seconds: float) -> list[int]:
    """One tone as 16-bit numbers."""
    count = int(seconds * RATE)
    edge = EDGE * RATE
    loud = [min(1.0, n / edge, (count - n) / edge) for n in range(count)]
    return [int(9_000 * loud[n] * math.sin(2 * math.pi * frequency * n / RATE)) for n in range(count)]


def write(file: Path, tones: tuple[tuple[int, float], ...]) -> None:
    """One WAV file."""
    sound = [value for tone in tones for value in samples(*tone)]
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(struct.pack(f"<{len(sound)}h", *sound))


if __name__ == "__main__":
    for kind, tones in TONES.items():
        write(Path(__file__).with_name(f"{kind}.wav"), tones)
