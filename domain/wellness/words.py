"""In which words is it told what is not well, and what to do about it?"""

from __future__ import annotations

from dataclasses import dataclass

from domain.words import N_

TOPICS = {
    "database": N_("Database"),
    "schema": N_("Release and database"),
    "disk": N_("Instance folder"),
    "rights": N_("Who may read the files"),
    "secret": N_("Secret key"),
    "signing": N_("Signing key"),
    "address": N_("Address and TLS"),
    "proxies": N_("Reverse proxy"),
    "clock": N_("Clock"),
    "jobs": N_("What happens by itself"),
    "server": N_("Mail server"),
    "mails": N_("Emails"),
    "scanner": N_("Virus scanner"),
    "certificates": N_("Certificates"),
    "fence": N_("Reading of files"),
    "printing": N_("Printing of papers"),
    "evidence": N_("Evidence files"),
    "chains": N_("Sealed histories"),
    "zones": N_("Time zones"),
    "time": N_("Time of day"),
}
"""What is looked at, in the order in which it is told."""


@dataclass(frozen=True)
class Trouble:
    """What is the matter, and its remedy. Not `is_wrong`: worth knowing, but everything works."""

    says: str
    remedy: str
    is_wrong: bool = True


LOOK_AT_LOG = N_("The log says more.")

TROUBLES = {
    "database_lost": Trouble(
        N_("It cannot be reached: %(error)s."), N_("Start it, or correct DATABASE_URL. Dibs needs no restart.")
    ),
    "careless": Trouble(
        N_("%(name)s is %(value)s: a power cut could lose what was acknowledged."),
        N_("Set it right in the configuration of the database."),
    ),
    "behind": Trouble(
        N_("Migrations that are missing: %(count)s, the first is %(name)s."), N_("Run: flask --app app migrate")
    ),
    "ahead": Trouble(
        N_("The database was made by a newer release (%(name)s)."),
        N_("Install that release, or restore the backup made before the upgrade."),
    ),
    "half_restored": Trouble(
        N_("A restore was begun and not finished."), N_("Run restore again, before anybody works here.")
    ),
    "disk_full": Trouble(
        N_("%(free)s MB are free in %(place)s."), N_("Make room now: filings and uploads are about to fail.")
    ),
    "disk_low": Trouble(
        N_("%(free)s MB are free in %(place)s."), N_("Make room, or give it a larger disk."), is_wrong=False
    ),
    "open_files": Trouble(
        N_("Others on this machine may read %(place)s."), N_("Run as its owner: chmod -R go-rwx %(folder)s")
    ),
    "secret_short": Trouble(
        N_("SECRET_KEY is only %(count)s characters long and could be guessed."),
        N_("Set at least 32 random ones. Everybody will have to sign in again."),
    ),
    "key_unread": Trouble(
        N_("SIGNING_FILE names a file that cannot be read."), N_("Correct the path, or let Dibs read the file.")
    ),
    "key_ended": Trouble(
        N_("It ended on %(day)s: no certificate can be made."), N_("docs/certificates.md says how to replace it.")
    ),
    "key_ends": Trouble(
        N_("It ends on %(day)s."), N_("docs/certificates.md says how to replace it."), is_wrong=False
    ),
    "bare": Trouble(
        N_("People reach %(address)s without TLS: passwords and cookies can be read on the way."),
        N_("Put a proxy with TLS in front and set BASE_URL=https://… (docs/operating.md)."),
    ),
    "unnamed": Trouble(
        N_("Dibs listens on %(host)s, and BASE_URL is not set: links in emails lead to localhost."),
        N_("Set BASE_URL to the address that people use."),
    ),
    "proxy_uncounted": Trouble(
        N_("TLS ends at a proxy, and TRUSTED_PROXIES is 0: all visitors look like one, who can lock out everybody."),
        N_("Set TRUSTED_PROXIES=1, or how many of your proxies stand in a row."),
    ),
    "proxy_passed": Trouble(
        N_("TRUSTED_PROXIES is %(count)s, and Dibs listens on %(host)s: whoever goes around the proxy can claim any address."),
        N_("Set HOST=127.0.0.1, or let the firewall admit the proxy alone."), is_wrong=False,
    ),
    "clock_still": Trouble(
        N_("No clock is at work: emails, reminders and deadlines wait."),
        N_("Start Dibs with bin/serve, which runs one. All that is late is caught up."),
    ),
    "job_failed": Trouble(N_("%(name)s failed: %(error)s"), LOOK_AT_LOG),
    "mail_unset": Trouble(
        N_("No mail server is set: emails are kept in the instance folder, and nobody gets one."),
        N_("Set MAIL_URL to the address of a server (docs/operating.md)."), is_wrong=False,
    ),
    "mail_unreached": Trouble(
        N_("It cannot be reached: %(error)s."), N_("Correct MAIL_URL, or ask who runs it. Emails wait and are sent later.")
    ),
    "mails_failed": Trouble(
        N_("Could not be sent: %(count)s."), N_("See what the server said under Emails, and send them again."), is_wrong=False
    ),
    "mails_late": Trouble(
        N_("Waiting for more than an hour: %(count)s."), N_("See what the server said under Emails.")
    ),
    "scanner_unset": Trouble(
        N_("None is set: files are refused for what they do, and not looked up among known viruses."),
        N_("Set CLAMAV to the address of clamd (docs/operating.md)."), is_wrong=False,
    ),
    "scanner_unreached": Trouble(
        N_("It does not answer: %(error)s. No file is taken until it does."), N_("Start clamd, or correct CLAMAV.")
    ),
    "scanner_old": Trouble(
        N_("Its list of viruses is of %(day)s."), N_("Find out why freshclam does not fetch a newer one."), is_wrong=False
    ),
    "unfenced": Trouble(
        N_("This system has no Landlock: a file that takes over its reader could read what Dibs may read."),
        N_("Run Dibs on Linux 5.13 or newer with Landlock (Debian 12 has it)."), is_wrong=False,
    ),
    "certificates_failed": Trouble(
        N_("Could not be made: %(count)s."), N_("Open their registrations: the reason stands there."), is_wrong=False
    ),
    "certificates_late": Trouble(
        N_("Waiting for more than ten minutes: %(count)s."), N_("See the rows on the clock and on printing.")
    ),
    "library": Trouble(
        N_("%(name)s is not installed: no certificate can be made."), N_("Run bin/setup as root, or install it by hand.")
    ),
    "font": Trouble(
        N_("The font %(name)s is not installed: papers look other than they should."),
        N_("Run bin/setup as root, or install it by hand."), is_wrong=False,
    ),
    "not_printed": Trouble(N_("A page could not be printed: %(error)s."), N_("Run bin/setup, which installs what it needs.")),
    "evidence_missing": Trouble(
        N_("Files on record that are not in the instance folder: %(count)s (%(names)s)."),
        N_("Bring them back from a backup: instance/evidence."),
    ),
    "evidence_damaged": Trouble(
        N_("Files that are not what was uploaded: %(count)s (%(names)s)."), N_("Bring them back from a backup: instance/evidence.")
    ),
    "evidence_unknown": Trouble(
        N_("Files that belong to no record: %(count)s. Those older than a day are removed at night."), "", is_wrong=False
    ),
    "chain_broken": Trouble(
        N_("The history of %(name)s was changed from outside, from event %(event)s on."),
        N_("Compare it with a backup, and find out who may write to the database."),
    ),
    "zone_unknown": Trouble(
        N_("The system does not know the time zone %(name)s."), N_("Install the package tzdata.")
    ),
    "skewed": Trouble(
        N_("The clocks of this machine and of the database are %(seconds)s s apart."), N_("Let both follow a time server (NTP).")
    ),
}  # fmt: skip
