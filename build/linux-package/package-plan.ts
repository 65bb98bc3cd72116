/** What goes into a package of Linux, whichever format it gets. */
export interface PackagePlan {
  readonly name: string;
  readonly version: string;
  /** As the format calls it: amd64 or x86_64, arm64 or aarch64. */
  readonly architecture: string;
  readonly maintainer: string;
  readonly homepage: string;
  readonly licence: string;
  /** The section of Debian's archive. */
  readonly section: string;
  /** One line. */
  readonly summary: string;
  /** Further lines, without indentation. */
  readonly description: readonly string[];
  /** In the words of the format. */
  readonly depends: readonly string[];
  /** Of a deb, as the next. */
  readonly recommends: readonly string[];
  readonly suggests: readonly string[];
  /** Further lines of an rpm's spec. */
  readonly tags: readonly string[];
  readonly contents: readonly PackageEntry[];
  /** Places in the package, with `*` for any name, that are left out. */
  readonly excluded: readonly string[];
  readonly scripts: PackageScripts;
  /** xz is a sixth smaller; zstd is ten times as fast, also when a small machine installs it. */
  readonly compression: 'xz' | 'zstd';
  /** Where the package is written. */
  readonly file: string;
}

/** A file, or a folder with all that is in it, and its absolute place on the machine. */
interface PackageEntry {
  readonly from: string;
  readonly to: string;
}

/** Files with the shell scripts that run around installing and removing. */
interface PackageScripts {
  readonly afterInstall?: string | undefined;
  readonly beforeRemove?: string | undefined;
  readonly afterRemove?: string | undefined;
}

/** Every file of the package has this time, epoch seconds: that of the commit, so that one commit makes one package. */
export function packageTime(environment: Readonly<Record<string, string | undefined>>): number {
  const given = environment['SOURCE_DATE_EPOCH'] ?? '';
  return /^\d+$/.test(given) ? Number(given) : Math.floor(Date.now() / 1000);
}
