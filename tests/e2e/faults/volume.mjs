// A small disk of its own whose power can be cut: a file with ext4 in it, mounted over a loop
// device. Cutting lets go of everything that was not flushed, as a power failure does, and what
// was is replayed from the file system's journal at the next mount. Needs root.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const BYTES = 1 << 30;
// EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH: the disk is gone, now, and its log with it.
const CUT = 'open my $f, "<", $ARGV[0] or die "$!\\n"; my $how = pack("L", 2); ioctl($f, 0x8004587D, $how) or die "$!\\n";';

const run = (program, ...words) => execFileSync(program, words, { stdio: ["ignore", "pipe", "pipe"] });

/** Why there can be no such disk here; null where there can. */
export function whyNot() {
  if (process.platform !== "linux") return "it needs Linux's loop devices and ext4";
  if (process.getuid() !== 0) return "it needs root, to mount a disk of its own";
  for (const program of ["mkfs.ext4", "mount", "umount", "perl"]) {
    const found = spawnSync("sh", ["-c", `command -v ${program}`]);
    if (found.status !== 0) return `it needs ${program}`;
  }
  if (!existsSync("/dev/loop-control")) return "this machine has no loop devices";
  return null;
}

/** A disk in a folder; `path` is where it is mounted. */
export class Volume {
  constructor(folder) {
    this.image = join(folder, "disk");
    this.path = join(folder, "mounted");
    this.isMounted = false;
    mkdirSync(this.path, { recursive: true });
    writeFileSync(this.image, "");
    truncateSync(this.image, BYTES);
    run("mkfs.ext4", "-q", "-F", "-m", "0", this.image);
  }

  mount() {
    // Nothing is flushed by the file system's own clock while a trial runs.
    run("mount", "-o", "loop,commit=30", this.image, this.path);
    this.isMounted = true;
  }

  /** Cuts the power. The path stays mounted, and whatever touches it fails. */
  cut() {
    run("perl", "-e", CUT, this.path);
  }

  unmount() {
    if (!this.isMounted) return;
    // A process that was just killed may still be on its way out. Never lazily: the disk would be
    // mounted a second time while the first still has it.
    for (let left = 300; spawnSync("umount", [this.path]).status !== 0; left -= 1) {
      if (left === 0) throw new Error(`${this.path} cannot be unmounted`);
      spawnSync("sleep", ["0.1"]);
    }
    this.isMounted = false;
  }

  remove() {
    this.unmount();
    rmSync(this.image, { force: true });
    rmSync(this.path, { recursive: true, force: true });
  }
}
