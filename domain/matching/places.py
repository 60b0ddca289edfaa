"""Which words in a name only say where? Countries with their adjectives, regions, large cities."""

from __future__ import annotations

PLACES = """
germany german deutschland deutsche deutscher deutsches alemania alemana allemagne austria austrian österreich österreichische autriche switzerland swiss schweiz
schweizer schweizerische suisse suiza svizzera liechtenstein france french francia française français frankreich spain spanish españa española español spanien espagne italy italian italia
italiana italiano italien italie portugal portuguesa português portugiesische netherlands holland dutch nederland nederlandse niederlande belgium belgian belgique belgië belgien
luxembourg luxemburg uk britain british england english scotland scottish wales welsh ireland irish irland london manchester birmingham leeds liverpool bristol
glasgow edinburgh cardiff belfast dublin denmark danish danmark dänemark sweden swedish svenska sverige schweden norway norwegian norge norsk norwegen finland finnish suomi finnland
iceland island poland polish polska polski polen czech česká tschechien slovakia slovensko slovak slovenia slovenija hungary hungarian magyar ungarn romania
românia rumänien bulgaria bulgarien greece hellas hellenic griechenland cyprus malta croatia hrvatska kroatien serbia srbija bosnia albania turkey türkiye türk
turkish türkei russia russian rossiya rus ukraine ukrainian belarus moldova latvia latvija lithuania lietuva estonia eesti baltic nordic scandinavia
scandinavian europe european europa europäische europea emea dach benelux iberia iberica ibérica balkan
america american américa americas amerika usa us states canada canadian kanada canadá mexico mexican méxico mexicana brazil brazilian brasil brasileira argentina argentino
chile chilena colombia colombiana peru perú ecuador bolivia venezuela uruguay paraguay panama panamá costarica guatemala honduras nicaragua salvador dominicana cuba puerto rico caribbean latin latam
latinoamérica sudamericana texas california florida ohio virginia york jersey chicago boston houston dallas atlanta denver seattle miami washington
philadelphia detroit minnesota michigan carolina georgia pennsylvania illinois arizona colorado oregon alaska hawaii nevada toronto ontario quebec québec
montreal vancouver alberta
asia asian asia pacific apac china chinese chinas hong kong hongkong taiwan taipei macau japan japanese nippon nihon korea korean hankook india indian bharat hindustan pakistan
bangladesh lanka ceylon nepal singapore malaysia malaysian indonesia indonesian thailand thai siam vietnam viet nam philippines philippine myanmar cambodia laos mongolia
kazakhstan uzbekistan shanghai beijing peking shenzhen guangdong guangzhou zhejiang jiangsu shandong fujian hubei hunan sichuan hebei henan anhui nanjing hangzhou ningbo suzhou
tianjin chongqing wuhan xiamen qingdao dongguan foshan tokyo osaka kyoto nagoya seoul busan mumbai delhi bombay madras chennai bangalore gujarat punjab kolkata bengal
bangkok jakarta manila saigon hanoi
australia australian australasia sydney melbourne brisbane perth queensland zealand
africa african afrika áfrica south egypt egyptian cairo morocco maroc tunisia tunisie algeria algérie nigeria lagos kenya nairobi ghana tanzania uganda zambia zimbabwe botswana namibia
mauritius arabia arab saudi emirates dubai abu dhabi gulf qatar kuwait bahrain oman jordan lebanon liban israel israeli iran iranian iraq syria yemen middle east mena
berlin hamburg münchen munich münchner köln cologne kölner frankfurt stuttgart stuttgarter düsseldorf dortmund essen leipzig leipziger dresden dresdner hannover nürnberg nürnberger bremen bremer
hamburger berliner frankfurter duisburg bochum bielefeld bonn mannheim karlsruhe augsburg wiesbaden münster kiel lübeck rostock ulm regensburg würzburg
heidelberg freiburg mainz kassel aachen bayern bavaria bayerische bavarian sachsen saxony sächsische hessen hessische baden badische württemberg württembergische westfalen westfälische
rhein rheinland rheinische ruhr schwaben niedersachsen thüringen thüringer brandenburg mecklenburg holstein saarland norddeutsche süddeutsche nord süd ost west
wien vienna wiener graz linz salzburg salzburger innsbruck tirol tiroler kärnten steiermark zürich zurich zürcher genf genève geneva basel basler bern berner
lausanne luzern
madrid barcelona valencia sevilla zaragoza málaga bilbao alicante murcia granada galicia galega cataluña catalunya catalana andalucía andaluza asturias aragón castilla canarias vasca euskadi navarra
balear mallorca
paris lyon marseille toulouse nice nantes strasbourg bordeaux lille bretagne normandie provence alsace parisienne lyonnaise
roma rome milano milan torino turin napoli naples bologna firenze florence venezia venice genova verona lombardia veneto toscana sicilia sicily
lisboa lisbon porto amsterdam rotterdam utrecht hague bruxelles brussels antwerpen antwerp gent
warszawa warsaw kraków wrocław poznań gdańsk łódź praha prague brno budapest bucurești bucharest sofia beograd zagreb athens istanbul ankara izmir moscow moskva petersburg kyiv kiev
stockholm göteborg oslo copenhagen københavn helsinki reykjavik riga vilnius tallinn
santiago buenos aires bogotá medellín lima quito caracas montevideo são paulo rio janeiro minas gerais bahia paraná monterrey guadalajara jalisco
north south east west northern southern eastern western northwest southwest northeast southeast nord sud sur norte este oeste ouest central mid midlands coast coastal valley
"""

COUNTRIES = {
    "germany": "DE", "deutschland": "DE", "austria": "AT", "osterreich": "AT", "switzerland": "CH", "schweiz": "CH", "suisse": "CH",
    "france": "FR", "spain": "ES", "espana": "ES", "italy": "IT", "italia": "IT", "portugal": "PT", "netherlands": "NL", "nederland": "NL",
    "belgium": "BE", "uk": "GB", "ireland": "IE", "denmark": "DK", "danmark": "DK", "sweden": "SE", "sverige": "SE", "norway": "NO", "norge": "NO",
    "finland": "FI", "poland": "PL", "polska": "PL", "mexico": "MX", "argentina": "AR", "chile": "CL", "colombia": "CO", "peru": "PE",
    "brazil": "BR", "brasil": "BR", "canada": "CA", "usa": "US", "us": "US", "china": "CN", "japan": "JP", "india": "IN", "singapore": "SG",
    "australia": "AU",
}  # fmt: skip
