"""How do the rules of a first version read in German and Spanish? Clauses and values as in `programme_text`."""

from __future__ import annotations

GERMAN = """## 1 Worum es geht

1.1 {vendor} arbeitet mit Vertriebspartnern. Ein Partner, der uns einen Kunden bringt, registriert das Projekt hier. \
Diese Programmbedingungen sagen, was er davon hat, was er zeigen muss und wie wir entscheiden. Sie gelten für alle \
Partner gleich.

1.2 Jede Registrierung ist an die Fassung dieser Bedingungen gebunden, die bei ihrer Einreichung galt. Eine spätere \
Fassung ändert nichts, was unter einer früheren entschieden wurde.

## 2 Wer registrieren darf

2.1 Projekte registrieren darf ein Partner, der in gutem Stand ist. Seine Stufe ist eine von diesen: {tiers}. Wo wir \
eine Schulung verlangen, hat die Person, die registriert, ein gültiges Schulungszertifikat.

2.2 Ein Partner darf bis zu {cap} offene Registrierungen zugleich halten. Auf Anfrage erhöhen wir diese Zahl, wenn \
seine eigene Bilanz dafür spricht.

## 3 Wie registriert wird

3.1 Prüfen Sie zuerst den Interessenten. Die Antwort lautet: frei, gehört schon Ihnen, nicht verfügbar, oder ein \
Mensch muss hinsehen. Jede Person kann {checks} Namen am Tag prüfen.

3.2 Zum Einreichen gehören der Kunde, ein Ansprechpartner, die Produktlinie, der erwartete Wert und Termin und der \
Tag des Erstkontakts. Der Rest ist innerhalb von {stage_two} Tagen nach der Einreichung fällig. Sonst verfällt die \
Registrierung.

## 4 Was als Nachweis gilt

4.1 Der Erstkontakt liegt innerhalb der letzten {contact} Tage. Frühere sieht sich ein Mensch an.

4.2 Anforderungen an den Nachweis: etwas von Seiten des Kunden, das eine Beziehung zeigt, zum Beispiel eine E-Mail, \
eine angenommene Einladung zu einem Treffen oder ein Dokument, das das Projekt nennt. Der Partner bestätigt, dass er \
es mit uns teilen darf.

4.3 Nachweise lesen die eigenen Leute des Partners und diejenigen, die entscheiden, sonst niemand. Sie werden \
{evidence} Tage nach dem Ende der Registrierung gelöscht, oder {evidence_refused} Tage, nachdem sie nicht angenommen \
oder abgelehnt wurde.

## 5 Wie wir entscheiden

5.1 Klarer Fall: Eine vollständige Registrierung mit Nachweis bis {auto_limit}, der nichts Ähnliches entgegensteht, \
wird sofort genehmigt.

5.2 Alles andere beantwortet ein Mensch innerhalb von {answer} Arbeitsstunden. Die Frist ruht, solange wir auf den \
Partner warten. Wir sagen, warum, nach welcher Ziffer und was als Nächstes kommt.

5.3 Eine Tochterfirma, die für sich kauft, ist ein eigener Kunde.

5.4 Wer zuerst einreicht: Es entscheidet die Reihenfolge, in der Registrierungen eingereicht wurden, wie dicht sie \
auch aufeinander folgten. Ein früheres Gespräch, das nicht eingereicht wurde, verdrängt keines, das eingereicht \
wurde, es sei denn, ein Mensch entscheidet so und schreibt auf, warum.

## 6 Was im Weg steht

6.1 Gebiet: Ein Partner registriert Kunden in dem Gebiet, das mit ihm vereinbart ist.

6.2 Bestandskunden und installierte Basis: Eine Erneuerung gehört dem betreuenden Partner. Eine andere Produktlinie \
steht allen offen. Bei derselben Linie sieht ein Mensch hin.

6.3 Ein Datensatz unseres eigenen Vertriebs zählt nur, solange er lebt: eine Verkaufschance mit Aktivität in den \
letzten {opportunity} Tagen, ein Lead in den letzten {lead}.

## 7 Was Schutz bedeutet

7.1 Eine genehmigte Registrierung ist ab der Genehmigung {protection} Tage geschützt. Bis zur Entscheidung ist eine \
Registrierung, vor der nichts steht, vorläufig geschützt.

7.2 Schutz bedeutet, dass wir die Vorteile der Registrierung und unsere Unterstützung für dieses Projekt ihrem \
Inhaber geben: den Projektrabatt seiner Stufe ({discounts} Punkte) und Hilfe vor dem Verkauf. Er ist kein \
Verkaufsverbot und legt keinen Preis fest: Jeder Partner kann jedem Kunden frei anbieten und bestimmt seine Preise \
selbst.

7.3 Der Inhaber sagt uns mindestens alle {silence} Tage, wie es um das Projekt steht. Nach {silence_end} Tagen ohne \
Nachricht endet die Registrierung.

7.4 Die erste Verlängerung um {extension} Tage wird sofort gewährt, wenn es in den letzten {update} Tagen ein Update \
gab.

7.5 Ist eine Registrierung beendet, kann ihr Inhaber denselben Kunden nach {cooldown} Tagen wieder registrieren.

## 8 Wenn Sie anderer Meinung sind

8.1 Ein Partner, dessen Registrierung abgelehnt wurde, kann innerhalb von {appeal} Tagen Einspruch einlegen. Eine \
andere Person als die erste entscheidet.

8.2 Eine falsche Angabe oder eine Registrierung ohne wirkliches Projekt führt zu einer Verwarnung und bei \
Wiederholung zum Ausschluss vom Registrieren. Jeder solche Schritt wird vermerkt, und es kann Einspruch dagegen \
eingelegt werden.
"""

SPANISH = """## 1 De qué se trata

1.1 {vendor} trabaja con partners. Un partner que nos trae un cliente registra aquí la oportunidad. Estas reglas \
dicen qué gana con ello, qué tiene que demostrar y cómo decidimos. Valen por igual para todos los partners.

1.2 Cada registro queda sujeto a la versión de estas reglas vigente cuando se presentó. Una versión posterior no \
cambia nada de lo decidido bajo una anterior.

## 2 Quién puede registrar

2.1 Puede registrar oportunidades un partner en buena situación. Su nivel es uno de estos: {tiers}. Donde exigimos \
una formación, la persona que registra tiene un certificado vigente de ella.

2.2 Un partner puede tener hasta {cap} registros abiertos a la vez. Aumentamos ese número a petición suya cuando su \
propio historial lo respalda.

## 3 Cómo se registra

3.1 Verifique primero el prospecto. La respuesta es: disponible, ya es suyo, no disponible, o debe verlo una \
persona. Cada persona puede verificar {checks} nombres al día.

3.2 Para presentar un registro hacen falta el cliente, un contacto, la línea de producto, el valor y la fecha \
previstos, y el día del primer contacto. El resto debe llegar dentro de los {stage_two} días siguientes. De lo \
contrario, el registro caduca.

## 4 Qué vale como prueba

4.1 El primer contacto está dentro de los últimos {contact} días. Los anteriores los ve una persona.

4.2 Nivel de prueba: algo de parte del cliente que muestre una relación, como un correo, una invitación aceptada a \
una reunión o un documento que nombre el proyecto. El partner confirma que puede compartirlo con nosotros.

4.3 Las pruebas las leen las personas del propio partner y quienes deciden, y nadie más. Se eliminan {evidence} días \
después de que el registro termine, o {evidence_refused} días después de que no se aceptara o se rechazara.

## 5 Cómo decidimos

5.1 Caso claro: un registro de hasta {auto_limit}, completo, con prueba y sin nadie más cerca, se aprueba al instante.

5.2 Todo lo demás lo responde una persona en {answer} horas hábiles. El plazo se detiene mientras esperamos al \
partner. Decimos por qué, según qué cláusula y qué viene después.

5.3 Una filial que compra para sí misma es un cliente propio.

5.4 El primero en registrar: decide el orden en que se presentaron los registros, por poco tiempo que los separe. \
Una conversación anterior que no se presentó no desplaza a una que sí, salvo que una persona lo decida así y escriba \
por qué.

## 6 Qué se interpone

6.1 Territorio: un partner registra clientes en el territorio acordado con él.

6.2 Clientes existentes y base instalada: una renovación corresponde al partner titular. Otra línea de producto está \
abierta a todos. Para la misma línea, lo ve una persona.

6.3 Una ficha de nuestras propias ventas solo cuenta mientras está viva: una oportunidad con actividad en los \
últimos {opportunity} días, un lead en los últimos {lead}.

## 7 Qué significa la protección

7.1 Un registro aprobado está protegido durante {protection} días desde la aprobación. Hasta que se decida, un \
registro que no tiene a nadie delante tiene protección provisional.

7.2 La protección significa que damos los beneficios del registro y nuestro apoyo para esta oportunidad a su \
titular: el descuento por registro de su nivel ({discounts} puntos) y ayuda antes de la venta. No prohíbe vender ni \
fija un precio: cada partner es libre de ofrecer a cualquier cliente y pone sus propios precios.

7.3 El titular nos dice cómo va la oportunidad al menos cada {silence} días. Tras {silence_end} días sin noticias, \
el registro termina.

7.4 La primera prórroga de {extension} días se concede al instante si hubo una actualización en los últimos {update} \
días.

7.5 Una vez terminado un registro, su titular puede registrar de nuevo al mismo cliente después de {cooldown} días.

## 8 Cuando no está de acuerdo

8.1 Un partner cuyo registro fue rechazado puede apelar dentro de {appeal} días. Decide una persona distinta de la \
primera.

8.2 Una declaración falsa, o registrar sin una oportunidad real, lleva a una advertencia y, si se repite, a la \
suspensión del registro. Cada uno de estos pasos queda anotado y se puede apelar.
"""
