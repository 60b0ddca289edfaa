"""Which words do so many companies share that they hardly tell one from another?

Chosen by hand, brands struck out, in English, German, Spanish, French, Italian, Portuguese and Dutch. Written in any
spelling: `weights` folds them like names. The lists are the same on every installation, so that verdicts are.
"""

from __future__ import annotations

CONNECTORS = frozenset("and und et y e og och en ve".split())

FILLERS = """
the of for in at by to from on a an de del de la der die das den dem des du da do dos das di della delle dei degli van von vom zum zur
für im am le la les el los las il lo gli het een and und et y e en og och ve com net www online au aux al con sur sous l d s z gmbh ag kg ltd llc plc inc pvt jsc
"""

# Say how a company is built or that it is one: left over on one side or both, the rest still names the same house.
FORM_WORDS = """
group groupe gruppe grupo gruppo groep konzern holding holdings beteiligung beteiligungen beteiligungs verwaltung verwaltungs participations
participaciones participações partecipazioni international internacional internationale internationaal internazionale intercontinental global
worldwide world welt mundial mondial universal national nacional nazionale nationale regional overseas export import company companies compagnie
compañía compagnia companhia corporation corporate corporación corporação enterprise enterprises empresa empresas entreprise entreprises
impresa unternehmen unternehmens gesellschaft gesellschaften maatschappij firma firm industries industrie industrias industria indústria
indústrias industry industrial industriale industriel partner partners partnership associates association associated asociados associés
associati associados brothers gebrüder hermanos frères fratelli irmãos irmaos sons söhne sohn hijos fils figli filhos zonen cousins nachfolger inhaber
headquarters hq office branch niederlassung zweigniederlassung sucursal succursale filiale filial agency division unit department bereich
subsidiary tochter werk works werke anlage anlagen standort site management mgmt manage admin administration organisation organization
organización foundation stiftung fundación fondation fondazione fundação stichting trust fund funds fonds society sociedad société società sociedade
verein verband union federation bund club council institute institut instituto istituto center centre zentrum centro centrum
services service servicio servicios servizi serviços serviço diensten dienst dienste dienstleistung dienstleistungen servis solutions solution
lösungen lösung soluciones solución soluzioni soluções oplossingen systems system systeme sistemas sistemi systemen systèmes système sistema
technologies technology technologie technologien tecnología tecnologías tecnologia tecnologie tecnologias tech technik technics products produkte
productos produits prodotti produtos producten trading trade handel handels handelsgesellschaft comercial commerciale commercial commerce comércio comercio
vertrieb vertriebs sales distribution distribución distribuzione distribuição ventures venture capital investments investment
inversiones investissements investimenti investimentos finance financial finanz finanzas development developments entwicklung desarrollo
développement sviluppo operations operating business businesses general first new old neue nuevo nouveau nuova nova novo grand great
premier prime royal best top pro plus one express direct central zentral main digital online innovation innovations innovative
resources ressourcen recursos concepts concept konzept projekt projekte project projects proyectos projects team network networks netzwerk red
joint stock limited incorporated public private state city municipal bank branch store stores shop shops outlet the
"""

# Say what a company does: left over on one side a person has to look; different ones on both sides are different companies.
TRADE_WORDS = """
accounting buchhaltung contabilidad steuerberatung steuerberater tax taxes audit auditors wirtschaftsprüfung wirtschaftsprüfungsgesellschaft
advisory advisors advisers adviser berater beratung consult consultancy consultant consultants consulting consultores consultoría consultoria conseil
consulenza advies unternehmensberatung advertising werbung publicidad marketing media medien medios communication communications kommunikation
comunicación comunicaciones comunicazione comunicação pr design designs diseño designers studio studios atelier estudio werbeagentur agentur agencia agence agenzia
agriculture agricultural agrar agricola agrícola agricole agro farm farms farming farmers hof food foods lebensmittel alimentos alimentari alimentación
alimentation aliments nahrungsmittel beverage beverages getränke bebidas drinks bakery bäckerei panadería boulangerie meat fleisch fleischerei metzgerei carnes
fish fisch pescados seafood fruit fruits frutas früchte wine wines wein weingut weinhandel vino vinos vins brewery brauerei cervecería coffee kaffee café cafe
restaurant restaurants restaurante gastronomie gastro catering kitchen kitchens küchen hotel hotels hotelbetriebs hostel resort resorts inn pub bar grill
pizza pizzeria takeaway chicken burger kebab spice curry tandoori sushi
air airline airlines airways aviation aerospace aero luftfahrt flug airport flughafen aircraft
logistics logistik logística logistica logistique transport transports transporte transportes trasporti transportation spedition speditions
freight cargo courier shipping ship ships schifffahrt reederei naval maritime marine port hafen forwarding haulage trucking express taxi taxis cars car bus buses coaches
rail railway railways railroad bahn ferrocarril storage lager warehouse packaging verpackung verpackungen embalajes emballages imballaggi
auto autos automobile automobiles automotive automoción automobili autohaus motor motors motoren motores vehicles vehicle fahrzeuge fahrzeugbau vehículos
parts part parks park teile repuestos tyres tires reifen garage garages werkstatt karosserie bike bikes fahrrad
bank banks banken banco banca banque bancorp bancorporation bankshares banking savings sparkasse volksbank raiffeisenbank credit kredit crédito
insurance versicherung versicherungen seguros assurance assurances assicurazioni leasing factoring mortgage securities asset assets equity wealth
brokers broker brokerage reinsurance payment payments pay reit
building buildings builders builder bau bauunternehmen bauunternehmung hochbau tiefbau construction constructions construcción construcciones constructora costruzioni
construções construtora bouw bâtiment contractors contractor contracting roofing dach dachdecker zimmerei holzbau stahlbau metallbau maschinenbau anlagenbau
werkzeugbau formenbau apparatebau plumbing heating sanitär heizung klima hvac painting maler electric electrical electricity electronics electronic elektro elektronik elektrotechnik
elektrizität eléctrica eléctricas eléctrico electrónica électrique elettrica elettronica elettronici elétrica architects architecture architekten
architektur arquitectos arquitectura architectes engineering engineers engineer ingenieur ingenieure ingenieurbüro ingeniería ingegneria ingénierie engenharia planung
planungsbüro facility facilities gebäudereinigung reinigung cleaning limpieza nettoyage security sicherheit seguridad sécurité sicurezza property properties
immobilien inmobiliaria immobilier immobiliare imobiliária realty estate estates real housing homes home haus wohnbau wohnungsbau house land lands interiors
furniture möbel muebles mobili móveis meubles möbelhaus carpentry tischlerei schreinerei wood holz madera bois legno timber glass glas cristal vidrio
chemical chemicals chemie química chimie chimica chimico petrochemical petroleum oil gas öl petróleo energy energie energía energía energia énergie power strom solar wind windkraft
renewable renewables erneuerbare nuclear kraftwerk stadtwerke versorgung utilities utility water wasser agua acqua água eau abwasser recycling entsorgung
waste abfall residuos umwelt environment environmental ambiental umwelttechnik mining bergbau minería mines mineral minerals minera metal metals metall metalle
metales metalli métal steel stahl acero acier aço iron eisen aluminium aluminum gold silver silber copper kupfer zinc lithium uranium exploration explorations coal kohle
gems diamond diamonds jewellery jewelry schmuck joyería uhren watches
manufacturing manufacturer manufacturers fertigung herstellung fabrik fábrica fabricación manufacturas manufaktur produktion production productions
producción produzione produção machine machines machinery maschine maschinen maquinaria macchine tools tool werkzeug werkzeuge herramientas werkzeugmaschinen equipment ausrüstung equipos
instruments instrument instrumente messtechnik automation automatisierung automatización automazione robotics robotik robótica control controls steuerung precision präzision präzisionstechnik
hydraulics hydraulik pumps pumpen valves ventile components komponenten componentes bearings getriebe antriebstechnik fördertechnik medizintechnik lasertechnik kältetechnik kunststofftechnik umformtechnik
plastics plastic kunststoff kunststoffe plásticos plastiques rubber gummi paper papier papel print printing printers druck druckerei imprenta impresión publishing publishers publications verlag editorial edizioni
éditions books book buch bücher buchhandlung news zeitung press presse prensa film films movie music musik música theatre theater entertainment games gaming spiele toys spielwaren
textile textiles textil tessuti fashion mode moda clothing apparel bekleidung garment garments shoes schuhe calzados leather leder cuero cosmetics kosmetik beauty hair salon friseur
pharma pharmaceutical pharmaceuticals pharmazie farmacéutica farmaceutica farmacia pharmacy apotheke chemist biotech biotechnology biopharma bio life sciences science
scientific wissenschaft research forschung investigación recherche ricerca laboratory laboratories labor laboratorio laboratorios laboratoires labs lab therapeutics diagnostics genetics oncology
medical medizin medicina médica médico medicine health healthcare gesundheit salud santé salute saúde care pflege pflegedienst clinic clinics klinik klinikum clínica clinique hospital
krankenhaus krankenhäuser dental dentist zahnarzt optik optics optical optometrist vet veterinary tierarzt nursing nursery altenheim residential homecare wellness fitness gym sport sports
school schools schule academy akademie academia college university universität universidad université università hochschule education educational bildung educación training learning
church kirche charity mission ministries community kindergarten kita children kids
software hardware informatics informatik informática informatica information computer computers computing computación edv it ict data daten datos cloud internet web hosting telecom telecommunication
telecommunications telekommunikation telecomunicaciones telekom mobile wireless cable broadband phone semiconductor semiconductors analytics intelligence ai cyber apps app interactive imaging vision display lighting
licht led light lights leuchten battery batteries batterie sensors sensor sensorik optoelectronics photonics microelectronics signal signs
retail wholesale großhandel einzelhandel supermarket supermarkets supermercados supermarkt mart market markets markt mercado marché grocery groceries convenience
off licence furnishing hardware baumarkt garden gardens garten gartenbau landscaping flowers blumen florist pet pets tier
travel tours tour tourism touristik reisen reisebüro viajes turismo voyages viaggi cruise cruises leisure freizeit event events veranstaltungen messe
law legal lawyers solicitors attorneys rechtsanwälte anwälte kanzlei abogados avocats notare notary human personnel personal recruitment recruiting staffing employment zeitarbeit
acquisition acquisitions opportunity growth income infrastructure infraestructuras environmental technical technische quality qualität supply supplies suppliers procurement
brand brands craft handwerk art arts kunst gallery galerie museum cultural kultur lines line point place room rooms space spaces
wash laundry textilreinigung rental rentals rent vermietung verleih hire alquiler lease lift lifts elevator aufzüge crane kran tank container box
fire brandschutz safety schutz protection umweltschutz defence defense arms ammunition military
"""

# Names that thousands of companies chose: they count in full when all words agree, but do not make one name a part of another.
WORN_NAMES = """
alpha beta gamma delta omega sigma alfa apex atlas apollo phoenix phönix orion star stars stern sun sunrise sunshine sol moon luna sky blue red green
black white golden silver gold diamond crystal crown king kings queen royal imperial elite summit peak pinnacle mountain hill hills river lake ocean sea
island forest rose lion eagle tiger dragon bear wolf fox falcon titan vista nova neo smart bright clear fresh pure true trust unity union alliance united
liberty freedom victory champion legend hero magic dream happy lucky fortune dynasty empire heritage classic modern metro urban capital
north south east west northern southern eastern western central pacific atlantic oriental continental
smith jones brown taylor williams wilson johnson davies evans thomas roberts walker wright robinson thompson hughes edwards green hall wood
müller schmidt schneider fischer weber meyer wagner becker schulz hoffmann schäfer koch bauer richter klein wolf schröder neumann schwarz zimmermann braun krüger
garcía gonzález rodríguez fernández lópez martínez sánchez pérez gómez martín ruiz hernández silva santos oliveira souza rossi russo ferrari bianchi
singh kumar patel khan ali lee kim park chen wang zhang li liu nguyen
san saint santa st don mega super maxi mini multi inter trans euro uni omni eco info tele perfect ideal reliable advanced dynamic active creative strategic integrated superior quality
sterling oxford cambridge windsor victoria albert george james john michael david peter paul maria anna
"""

ABBREVIATIONS = {
    "intl": "international", "int": "international", "internatl": "international", "natl": "national", "nat": "national",
    "mfg": "manufacturing", "mfr": "manufacturer", "mfrs": "manufacturers", "manuf": "manufacturing", "bros": "brothers",
    "hldg": "holding", "hldgs": "holdings", "hlds": "holdings", "grp": "group", "gp": "group", "assoc": "associates", "assocs": "associates", "assn": "association",
    "svc": "service", "svcs": "services", "serv": "services", "servs": "services", "sys": "systems", "syst": "systems",
    "tec": "tech", "technol": "technology", "technols": "technologies", "eng": "engineering", "engg": "engineering", "engrg": "engineering",
    "elec": "electric", "electr": "electric", "mgmt": "management", "mgt": "management", "mngmt": "management", "dev": "development", "devt": "development", "dept": "department",
    "distr": "distribution", "dist": "distribution", "ind": "industries", "inds": "industries", "indl": "industrial", "indust": "industries",
    "invt": "investment", "invts": "investments", "inv": "investment", "fin": "financial", "finl": "financial", "ins": "insurance", "labs": "laboratories", "lab": "laboratory",
    "pharm": "pharmaceutical", "pharma": "pharmaceutical", "pharmaceuticals": "pharmaceutical", "univ": "university", "inst": "institute", "intel": "intelligence",
    "ctr": "center", "cntr": "center", "centre": "center", "constr": "construction", "const": "construction", "telecom": "telecommunications", "comm": "communications",
    "comms": "communications", "corp": "corporation", "prod": "products", "prods": "products", "prop": "property", "props": "properties", "res": "resources", "tr": "trading",
    "trdg": "trading", "transp": "transport", "bldg": "building", "bldrs": "builders", "consult": "consulting", "gebr": "gebruder", "gebruder": "gebruder",
    "ges": "gesellschaft", "masch": "maschinen", "dt": "deutsche", "dtsch": "deutsche", "schweiz": "schweiz", "hnos": "hermanos", "ste": "societe", "ets": "etablissements",
    "soc": "sociedad", "cia": "compania", "gral": "general", "ing": "ingenieria", "tecn": "tecnologia", "aust": "australia", "amer": "american", "cdn": "canadian", "usa": "us",
}  # fmt: skip
