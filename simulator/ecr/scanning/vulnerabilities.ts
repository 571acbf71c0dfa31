/**
 * The vulnerabilities that this world knows: a fixed sample of published CVEs with the packages that carry them, so that
 * every scan of one image says the same for ever. Not an inventory of what those systems suffer from today.
 */
export interface Vulnerability {
  name: string;
  severity: 'INFORMATIONAL' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL' | 'UNDEFINED';
  package: string;
  version: string;
  /** The version that mends it, where there is one. */
  fixedIn?: string;
  /** CVSS version 3. */
  score: number;
  vector: string;
  description: string;
}

type Row = Omit<Vulnerability, 'package' | 'version' | 'fixedIn'>;

const cve = (
  name: string,
  severity: Row['severity'],
  score: number,
  vector: string,
  description: string,
): Row => ({ name, severity, score, vector: `CVSS:3.1/${vector}`, description });

const zlib = cve(
  'CVE-2023-45853',
  'CRITICAL',
  9.8,
  'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  'MiniZip in zlib through 1.3 has an integer overflow and resultant heap-based buffer overflow via a long filename, comment or extra field.',
);
const perlHttp = cve(
  'CVE-2023-31484',
  'HIGH',
  8.1,
  'AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
  'CPAN.pm before 2.35 does not verify TLS certificates when downloading distributions over HTTPS.',
);
const glibcIconv = cve(
  'CVE-2024-2961',
  'HIGH',
  7.3,
  'AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:L',
  'The iconv() function of glibc 2.39 and older may overflow the output buffer by up to 4 bytes when converting to ISO-2022-CN-EXT.',
);
const glibcStatic = cve(
  'CVE-2025-4802',
  'HIGH',
  7.8,
  'AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  'Statically compiled setuid binaries that call dlopen in glibc 2.27 to 2.38 may search LD_LIBRARY_PATH.',
);
const looney = cve(
  'CVE-2023-4911',
  'HIGH',
  7.8,
  'AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  'A buffer overflow in the dynamic loader of glibc while processing the GLIBC_TUNABLES environment variable.',
);
const pamAccess = cve(
  'CVE-2024-10041',
  'MEDIUM',
  4.7,
  'AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N',
  'A vulnerability in PAM keeps secrets in memory where an attacker can let the victim program leak them.',
);
const ncurses = cve(
  'CVE-2023-50495',
  'MEDIUM',
  6.5,
  'AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H',
  'NCurse 6.4-20230418 has a segmentation fault via _nc_wrap_entry().',
);
const aptKey = cve(
  'CVE-2011-3374',
  'INFORMATIONAL',
  3.7,
  'AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:L/A:N',
  'apt-key in apt does not correctly validate gpg keys with the master keyring.',
);
const utilLinux = cve(
  'CVE-2022-0563',
  'INFORMATIONAL',
  5.5,
  'AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
  'The chfn and chsh utilities of util-linux, when compiled with Readline support, may disclose files owned by root.',
);
const tarModes = cve(
  'CVE-2005-2541',
  'INFORMATIONAL',
  10,
  'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  'Tar 1.15.1 does not warn the user when extracting setuid or setgid files.',
);
const coreutilsChroot = cve(
  'CVE-2016-2781',
  'LOW',
  6.5,
  'AV:L/AC:L/PR:L/UI:N/S:C/C:N/I:H/A:N',
  'chroot in GNU coreutils, when used with --userspec, lets local users escape to the parent session via a crafted TIOCSTI ioctl call.',
);
const coreutilsSort = cve(
  'CVE-2025-5278',
  'MEDIUM',
  4.4,
  'AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:L',
  'The sort utility of GNU coreutils may read before the start of a heap buffer with the traditional key syntax.',
);
const gpgDos = cve(
  'CVE-2022-3219',
  'LOW',
  3.3,
  'AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:L',
  'GnuPG can be made to spin on a relatively small input by crafting a public key with thousands of signatures attached.',
);
const shadowIds = cve(
  'CVE-2024-56433',
  'LOW',
  3.6,
  'AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:L/A:N',
  'shadow-utils establishes a default /etc/subuid behaviour that can conflict with the uids of users defined on locally administered networks.',
);
const busyboxTar = cve(
  'CVE-2025-46394',
  'LOW',
  3.2,
  'AV:L/AC:L/PR:H/UI:R/S:C/C:N/I:L/A:N',
  'In tar of BusyBox through 1.37.0, a TAR archive can have filenames hidden from a listing through the use of terminal escape sequences.',
);
const busyboxNetstat = cve(
  'CVE-2024-58251',
  'LOW',
  2.5,
  'AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:N/A:L',
  'In netstat of BusyBox through 1.37.0, local users can launch network applications whose argv[0] holds an ANSI terminal escape sequence.',
);
const curlLeak = cve(
  'CVE-2024-8096',
  'MEDIUM',
  6.5,
  'AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:H/A:N',
  'curl with GnuTLS may fail to detect some OCSP problems and take the response for good.',
);
const expatRecursion = cve(
  'CVE-2024-8176',
  'HIGH',
  7.5,
  'AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
  'A stack overflow in libexpat in the way that it handles recursive entity expansion in XML documents.',
);

/** The same flaw in one system's package. */
const at = (row: Row, name: string, version: string, fixedIn?: string): Vulnerability => ({
  ...row,
  package: name,
  version,
  ...(fixedIn === undefined ? {} : { fixedIn }),
});

const busybox = (version: string): Vulnerability[] => [
  at(busyboxTar, 'busybox', version),
  at(busyboxNetstat, 'busybox', version),
];

/** By operating system: `ID:VERSION_ID` of `/etc/os-release`. */
export const vulnerabilities: Readonly<Record<string, readonly Vulnerability[]>> = {
  'alpine:3.20': busybox('1.36.1-r29'),
  'alpine:3.21': busybox('1.37.0-r12'),
  'alpine:3.22': busybox('1.37.0-r18'),
  'alpine:3.23': busybox('1.37.0-r30'),
  'amzn:2': [
    at(looney, 'glibc', '2.26-63.amzn2', '2.26-63.amzn2.0.1'),
    at(expatRecursion, 'expat', '2.1.0-15.amzn2.0.3', '2.1.0-15.amzn2.0.5'),
    at(ncurses, 'ncurses', '6.0-8.20170212.amzn2.1.5', '6.0-8.20170212.amzn2.1.7'),
  ],
  'amzn:2023': [
    at(curlLeak, 'curl', '8.5.0-1.amzn2023.0.4', '8.5.0-1.amzn2023.0.5'),
    at(coreutilsSort, 'coreutils', '8.32-30.amzn2023.0.3'),
  ],
  'debian:11': [
    at(zlib, 'zlib', '1:1.2.11.dfsg-2+deb11u2'),
    at(glibcIconv, 'glibc', '2.31-13+deb11u7', '2.31-13+deb11u9'),
    at(perlHttp, 'perl', '5.32.1-4+deb11u3'),
    at(expatRecursion, 'expat', '2.2.10-2+deb11u5', '2.2.10-2+deb11u7'),
    at(ncurses, 'ncurses', '6.2+20201114-2+deb11u2'),
    at(utilLinux, 'util-linux', '2.36.1-8+deb11u2'),
    at(aptKey, 'apt', '2.2.4'),
    at(tarModes, 'tar', '1.34+dfsg-1+deb11u1'),
  ],
  'debian:12': [
    at(zlib, 'zlib', '1:1.2.13.dfsg-1'),
    at(perlHttp, 'perl', '5.36.0-7+deb12u2'),
    at(glibcStatic, 'glibc', '2.36-9+deb12u10', '2.36-9+deb12u11'),
    at(pamAccess, 'pam', '1.5.2-6+deb12u1'),
    at(ncurses, 'ncurses', '6.4-4'),
    at(utilLinux, 'util-linux', '2.38.1-5+deb12u3'),
    at(aptKey, 'apt', '2.6.1'),
    at(tarModes, 'tar', '1.34+dfsg-1.2+deb12u1'),
  ],
  'debian:13': [
    at(coreutilsSort, 'coreutils', '9.7-3'),
    at(shadowIds, 'shadow', '1:4.17.4-2'),
    at(utilLinux, 'util-linux', '2.41-5'),
    at(aptKey, 'apt', '3.0.3'),
    at(tarModes, 'tar', '1.35+dfsg-3.1'),
  ],
  'ol:9': [
    at(expatRecursion, 'expat', '2.5.0-3.el9_5.1', '2.5.0-3.el9_5.3'),
    at(coreutilsSort, 'coreutils', '8.32-39.el9'),
  ],
  'ubuntu:22.04': [
    at(pamAccess, 'pam', '1.4.0-11ubuntu2.5', '1.4.0-11ubuntu2.6'),
    at(coreutilsChroot, 'coreutils', '8.32-4.1ubuntu1.2'),
    at(gpgDos, 'gnupg2', '2.2.27-3ubuntu2.4'),
    at(shadowIds, 'shadow', '1:4.8.1-2ubuntu2.2'),
  ],
  'ubuntu:24.04': [
    at(pamAccess, 'pam', '1.5.3-5ubuntu5.1', '1.5.3-5ubuntu5.5'),
    at(coreutilsChroot, 'coreutils', '9.4-3ubuntu6.1'),
    at(gpgDos, 'gnupg2', '2.4.4-2ubuntu17.3'),
    at(shadowIds, 'shadow', '1:4.13+dfsg1-4ubuntu3.2'),
  ],
};
