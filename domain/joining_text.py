"""What does a company read before it applies? What a partner gains and what we ask, with the numbers of the rules.

Written as the programme rules are (`domain.wording`): `## ` opens a section, an empty line parts paragraphs, names in
braces stand for numbers. What an administrator wrote in the settings takes its place, language by language.
"""

from __future__ import annotations

from domain import wording
from domain.rules import Rules

TEXT = """## What you gain

Bring us a customer, register the deal, and it is yours: an approved registration is protected for {protection} days. \
Who files first wins, and everybody can be shown the order.

Register a clear case and you have its certificate the same day. Everything else is answered by a person within \
{answer} business hours, with the reason and the rule behind it.

Your level adds points to your discount on each registered deal: {discounts}. You see them before you fill in the form.

Check a prospect from your phone before you invest: free, yours already, not available, or a person has to look.

## What we ask of you

You are a registered company with a web domain of your own, and you sell, install or look after what we make in at \
least one of our countries.

A registration needs proof that somebody at the customer talks to you: an email, an accepted invitation or a document \
that names the project. The first contact lies within the last {contact} days.

You tell us how a deal goes at least every {silence} days, and you hold up to {cap} open registrations at a time.

You agree to the programme rules. They hold for every partner alike.

## What happens when you apply

Fill in one page and confirm your email address. A person answers within {join_answer} business days, by email and on \
your private page. Once you are in, you invite your colleagues yourself.
"""

GERMAN = """## Was Sie gewinnen

Bringen Sie uns einen Kunden, registrieren Sie das Projekt, und es gehört Ihnen: Eine genehmigte Registrierung ist \
{protection} Tage lang geschützt. Wer zuerst einreicht, gewinnt, und die Reihenfolge kann sich jeder zeigen lassen.

Für einen klaren Fall haben Sie die Bestätigung noch am selben Tag. Alles andere beantwortet ein Mensch innerhalb von \
{answer} Arbeitsstunden, mit Grund und Regel.

Ihre Stufe erhöht Ihren Rabatt auf jedes registrierte Projekt um Punkte: {discounts}. Sie sehen sie, bevor Sie das \
Formular ausfüllen.

Prüfen Sie einen Interessenten vom Telefon aus, bevor Sie investieren: frei, schon Ihrer, nicht verfügbar, oder wir \
müssen es prüfen.

## Was wir von Ihnen erwarten

Sie sind ein eingetragenes Unternehmen mit eigener Webdomain und verkaufen, installieren oder betreuen, was wir \
herstellen, in mindestens einem unserer Länder.

Eine Registrierung braucht einen Nachweis, dass jemand beim Kunden mit Ihnen spricht: eine E-Mail, eine angenommene \
Einladung oder ein Dokument, das das Projekt nennt. Der Erstkontakt liegt höchstens {contact} Tage zurück.

Sie berichten mindestens alle {silence} Tage, wie es um ein Projekt steht, und halten bis zu {cap} offene \
Registrierungen zugleich.

Sie stimmen den Programmbedingungen zu. Sie gelten für alle Partner gleich.

## Was nach Ihrer Bewerbung geschieht

Füllen Sie eine Seite aus und bestätigen Sie Ihre E-Mail-Adresse. Ein Mensch antwortet innerhalb von {join_answer} \
Arbeitstagen, per E-Mail und auf Ihrer privaten Seite. Sind Sie dabei, laden Sie Ihre Kollegen selbst ein.
"""

SPANISH = """## Qué gana usted

Tráiganos un cliente, registre la oportunidad y es suya: un registro aprobado está protegido durante {protection} \
días. Gana quien registra primero, y el orden se puede mostrar a cualquiera.

En un caso claro, tiene la constancia el mismo día. De todo lo demás responde una persona en {answer} horas \
hábiles, con el motivo y la regla.

Su nivel suma puntos a su descuento en cada oportunidad registrada: {discounts}. Los ve antes de rellenar el \
formulario.

Consulte un prospecto desde el teléfono antes de invertir: disponible, ya es suyo, no disponible, o debe revisarlo \
una persona.

## Qué le pedimos

Es una empresa registrada con dominio web propio y vende, instala o atiende lo que fabricamos en al menos uno de \
nuestros países.

Un registro necesita una prueba de que alguien del cliente habla con usted: un correo, una invitación aceptada o un \
documento que nombre el proyecto. El primer contacto no tiene más de {contact} días.

Nos cuenta cómo avanza una oportunidad al menos cada {silence} días y mantiene hasta {cap} registros abiertos a la vez.

Acepta las reglas del programa. Valen por igual para todos los partners.

## Qué ocurre cuando solicita el ingreso

Rellene una página y confirme su dirección de correo. Una persona responde en {join_answer} días hábiles, por \
correo y en su página privada. Una vez dentro, usted mismo invita a sus colegas.
"""

STANDARD = {"en": TEXT, "de": GERMAN, "es": SPANISH}


def of(numbers: Rules, vendor: str, language: str) -> tuple[str, str]:
    """The page's text for a reader of this language, and the language it is written in.

    Whoever writes a text of their own in English alone says it to all: a standard text beside it might contradict it.
    """
    for written in (language, "en"):
        if own := str(getattr(numbers, f"joining_{written}", "")):
            return wording.filled(own, numbers, vendor, written), written
    written = language if language in STANDARD else "en"
    return wording.filled(STANDARD[written].strip(), numbers, vendor, written), written
