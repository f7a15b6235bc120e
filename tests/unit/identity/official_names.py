"""The English names of five published lists, each with the state that it means, written from the lists' own wording.

Names stand between semicolons, as ``CODE=name``. A name that the list keeps for a state that ended is read on that
state's last day; see the test.
"""

from __future__ import annotations

__all__ = ["GLEDITSCH_WARD", "ISO", "UCDP", "UNITED_NATIONS", "WORLD_BANK", "pairs"]


def pairs(text: str) -> list[tuple[str, str]]:
    """Return code and name of each entry."""
    return [(code.strip(), name.strip()) for code, _, name in (one.partition("=") for one in text.split(";")) if name]


ISO = """
AFG=Afghanistan; ALA=Åland Islands; ALB=Albania; DZA=Algeria; ASM=American Samoa; AND=Andorra; AGO=Angola;
AIA=Anguilla; ATA=Antarctica; ATG=Antigua and Barbuda; ARG=Argentina; ARM=Armenia; ABW=Aruba; AUS=Australia;
AUT=Austria; AZE=Azerbaijan; BHS=Bahamas (the); BHR=Bahrain; BGD=Bangladesh; BRB=Barbados; BLR=Belarus; BEL=Belgium;
BLZ=Belize; BEN=Benin; BMU=Bermuda; BTN=Bhutan; BOL=Bolivia (Plurinational State of);
BES=Bonaire, Sint Eustatius and Saba; BIH=Bosnia and Herzegovina; BWA=Botswana; BVT=Bouvet Island; BRA=Brazil;
IOT=British Indian Ocean Territory (the); BRN=Brunei Darussalam; BGR=Bulgaria; BFA=Burkina Faso; BDI=Burundi;
CPV=Cabo Verde; KHM=Cambodia; CMR=Cameroon; CAN=Canada; CYM=Cayman Islands (the); CAF=Central African Republic (the);
TCD=Chad; CHL=Chile; CHN=China; CXR=Christmas Island; CCK=Cocos (Keeling) Islands (the); COL=Colombia;
COM=Comoros (the); COD=Congo (the Democratic Republic of the); COG=Congo (the); COK=Cook Islands (the); CRI=Costa Rica;
CIV=Côte d'Ivoire; HRV=Croatia; CUB=Cuba; CUW=Curaçao; CYP=Cyprus; CZE=Czechia; DNK=Denmark; DJI=Djibouti;
DMA=Dominica; DOM=Dominican Republic (the); ECU=Ecuador; EGY=Egypt; SLV=El Salvador; GNQ=Equatorial Guinea;
ERI=Eritrea; EST=Estonia; SWZ=Eswatini; ETH=Ethiopia; FLK=Falkland Islands (the) [Malvinas]; FRO=Faroe Islands (the);
FJI=Fiji; FIN=Finland; FRA=France; GUF=French Guiana; PYF=French Polynesia; ATF=French Southern Territories (the);
GAB=Gabon; GMB=Gambia (the); GEO=Georgia; DEU=Germany; GHA=Ghana; GIB=Gibraltar; GRC=Greece; GRL=Greenland;
GRD=Grenada; GLP=Guadeloupe; GUM=Guam; GTM=Guatemala; GGY=Guernsey; GIN=Guinea; GNB=Guinea-Bissau; GUY=Guyana;
HTI=Haiti; HMD=Heard Island and McDonald Islands; VAT=Holy See (the); HND=Honduras; HKG=Hong Kong; HUN=Hungary;
ISL=Iceland; IND=India; IDN=Indonesia; IRN=Iran (Islamic Republic of); IRQ=Iraq; IRL=Ireland; IMN=Isle of Man;
ISR=Israel; ITA=Italy; JAM=Jamaica; JPN=Japan; JEY=Jersey; JOR=Jordan; KAZ=Kazakhstan; KEN=Kenya; KIR=Kiribati;
PRK=Korea (the Democratic People's Republic of); KOR=Korea (the Republic of); KWT=Kuwait; KGZ=Kyrgyzstan;
LAO=Lao People's Democratic Republic (the); LVA=Latvia; LBN=Lebanon; LSO=Lesotho; LBR=Liberia; LBY=Libya;
LIE=Liechtenstein; LTU=Lithuania; LUX=Luxembourg; MAC=Macao; MDG=Madagascar; MWI=Malawi; MYS=Malaysia; MDV=Maldives;
MLI=Mali; MLT=Malta; MHL=Marshall Islands (the); MTQ=Martinique; MRT=Mauritania; MUS=Mauritius; MYT=Mayotte;
MEX=Mexico; FSM=Micronesia (Federated States of); MDA=Moldova (the Republic of); MCO=Monaco; MNG=Mongolia;
MNE=Montenegro; MSR=Montserrat; MAR=Morocco; MOZ=Mozambique; MMR=Myanmar; NAM=Namibia; NRU=Nauru; NPL=Nepal;
NLD=Netherlands (Kingdom of the); NLD=Netherlands (the); NCL=New Caledonia; NZL=New Zealand; NIC=Nicaragua;
NER=Niger (the); NGA=Nigeria; NIU=Niue; NFK=Norfolk Island; MKD=North Macedonia; MKD=Republic of North Macedonia;
MNP=Northern Mariana Islands (the); NOR=Norway; OMN=Oman; PAK=Pakistan; PLW=Palau; PSE=Palestine, State of;
PAN=Panama; PNG=Papua New Guinea; PRY=Paraguay; PER=Peru; PHL=Philippines (the); PCN=Pitcairn; POL=Poland;
PRT=Portugal; PRI=Puerto Rico; QAT=Qatar; REU=Réunion; ROU=Romania; RUS=Russian Federation (the); RWA=Rwanda;
BLM=Saint Barthélemy; SHN=Saint Helena, Ascension and Tristan da Cunha; KNA=Saint Kitts and Nevis; LCA=Saint Lucia;
MAF=Saint Martin (French part); SPM=Saint Pierre and Miquelon; VCT=Saint Vincent and the Grenadines; WSM=Samoa;
SMR=San Marino; STP=Sao Tome and Principe; SAU=Saudi Arabia; SEN=Senegal; SRB=Serbia; SYC=Seychelles;
SLE=Sierra Leone; SGP=Singapore; SXM=Sint Maarten (Dutch part); SVK=Slovakia; SVN=Slovenia; SLB=Solomon Islands;
SOM=Somalia; ZAF=South Africa; SGS=South Georgia and the South Sandwich Islands; SSD=South Sudan; ESP=Spain;
LKA=Sri Lanka; SDN=Sudan (the); SUR=Suriname; SJM=Svalbard and Jan Mayen; SWE=Sweden; CHE=Switzerland;
SYR=Syrian Arab Republic (the); TWN=Taiwan (Province of China); TJK=Tajikistan; TZA=Tanzania, the United Republic of;
TZA=Tanzania (United Republic of); THA=Thailand; TLS=Timor-Leste; TGO=Togo; TKL=Tokelau; TON=Tonga;
TTO=Trinidad and Tobago; TUN=Tunisia; TUR=Türkiye; TKM=Turkmenistan; TCA=Turks and Caicos Islands (the); TUV=Tuvalu;
UGA=Uganda; UKR=Ukraine; ARE=United Arab Emirates (the);
GBR=United Kingdom of Great Britain and Northern Ireland (the); UMI=United States Minor Outlying Islands (the);
USA=United States of America (the); URY=Uruguay; UZB=Uzbekistan; VUT=Vanuatu;
VEN=Venezuela (Bolivarian Republic of); VNM=Viet Nam; VGB=Virgin Islands (British); VIR=Virgin Islands (U.S.);
WLF=Wallis and Futuna; ESH=Western Sahara*; ESH=Western Sahara; YEM=Yemen; ZMB=Zambia; ZWE=Zimbabwe
"""

WORLD_BANK = """
AFG=Afghanistan; ALB=Albania; DZA=Algeria; ASM=American Samoa; AND=Andorra; AGO=Angola; ATG=Antigua and Barbuda;
ARG=Argentina; ARM=Armenia; ABW=Aruba; AUS=Australia; AUT=Austria; AZE=Azerbaijan; BHS=Bahamas, The; BHR=Bahrain;
BGD=Bangladesh; BRB=Barbados; BLR=Belarus; BEL=Belgium; BLZ=Belize; BEN=Benin; BMU=Bermuda; BTN=Bhutan; BOL=Bolivia;
BIH=Bosnia and Herzegovina; BWA=Botswana; BRA=Brazil; VGB=British Virgin Islands; BRN=Brunei Darussalam; BGR=Bulgaria;
BFA=Burkina Faso; BDI=Burundi; CPV=Cabo Verde; KHM=Cambodia; CMR=Cameroon; CAN=Canada; CYM=Cayman Islands;
CAF=Central African Republic; TCD=Chad; CHL=Chile; CHN=China; COL=Colombia; COM=Comoros; COD=Congo, Dem. Rep.;
COG=Congo, Rep.; CRI=Costa Rica; CIV=Cote d'Ivoire; HRV=Croatia; CUB=Cuba; CUW=Curacao; CYP=Cyprus; CZE=Czechia;
CZE=Czech Republic; DNK=Denmark; DJI=Djibouti; DMA=Dominica; DOM=Dominican Republic; ECU=Ecuador;
EGY=Egypt, Arab Rep.; SLV=El Salvador; GNQ=Equatorial Guinea; ERI=Eritrea; EST=Estonia; SWZ=Eswatini; ETH=Ethiopia;
FRO=Faroe Islands; FRO=Faeroe Islands; FJI=Fiji; FIN=Finland; FRA=France; PYF=French Polynesia; GAB=Gabon;
GMB=Gambia, The; GEO=Georgia; DEU=Germany; GHA=Ghana; GIB=Gibraltar; GRC=Greece; GRL=Greenland; GRD=Grenada; GUM=Guam;
GTM=Guatemala; GIN=Guinea; GNB=Guinea-Bissau; GUY=Guyana; HTI=Haiti; HND=Honduras; HKG=Hong Kong SAR, China;
HUN=Hungary; ISL=Iceland; IND=India; IDN=Indonesia; IRN=Iran, Islamic Rep.; IRQ=Iraq; IRL=Ireland; IMN=Isle of Man;
ISR=Israel; ITA=Italy; JAM=Jamaica; JPN=Japan; JOR=Jordan; KAZ=Kazakhstan; KEN=Kenya; KIR=Kiribati;
PRK=Korea, Dem. People's Rep.; PRK=Korea, Dem. Rep.; PRK=Korea, Dem. People’s Rep.; KOR=Korea, Rep.; XKX=Kosovo;
KWT=Kuwait; KGZ=Kyrgyz Republic; LAO=Lao PDR; LVA=Latvia; LBN=Lebanon; LSO=Lesotho; LBR=Liberia; LBY=Libya;
LIE=Liechtenstein; LTU=Lithuania; LUX=Luxembourg; MAC=Macao SAR, China; MKD=Macedonia, FYR; MDG=Madagascar;
MWI=Malawi; MYS=Malaysia; MDV=Maldives; MLI=Mali; MLT=Malta; MHL=Marshall Islands; MRT=Mauritania; MUS=Mauritius;
MEX=Mexico; FSM=Micronesia, Fed. Sts.; MDA=Moldova; MCO=Monaco; MNG=Mongolia; MNE=Montenegro; MAR=Morocco;
MOZ=Mozambique; MMR=Myanmar; NAM=Namibia; NRU=Nauru; NPL=Nepal; NLD=Netherlands; NCL=New Caledonia; NZL=New Zealand;
NIC=Nicaragua; NER=Niger; NGA=Nigeria; MKD=North Macedonia; MNP=Northern Mariana Islands; NOR=Norway; OMN=Oman;
PAK=Pakistan; PLW=Palau; PAN=Panama; PNG=Papua New Guinea; PRY=Paraguay; PER=Peru; PHL=Philippines; POL=Poland;
PRT=Portugal; PRI=Puerto Rico; PRI=Puerto Rico (US); QAT=Qatar; ROU=Romania; RUS=Russian Federation; RWA=Rwanda;
WSM=Samoa; SMR=San Marino; STP=Sao Tome and Principe; SAU=Saudi Arabia; SEN=Senegal; SRB=Serbia; SYC=Seychelles;
SLE=Sierra Leone; SGP=Singapore; SXM=Sint Maarten (Dutch part); SVK=Slovak Republic; SVN=Slovenia; SLB=Solomon Islands;
SOM=Somalia; SOM=Somalia, Fed. Rep.; ZAF=South Africa; SSD=South Sudan; ESP=Spain; LKA=Sri Lanka;
KNA=St. Kitts and Nevis; LCA=St. Lucia; MAF=St. Martin (French part); VCT=St. Vincent and the Grenadines; SDN=Sudan;
SUR=Suriname; SWE=Sweden; SWZ=Swaziland; CHE=Switzerland; SYR=Syrian Arab Republic; TWN=Taiwan, China;
TJK=Tajikistan; TZA=Tanzania; THA=Thailand; TLS=Timor-Leste; TGO=Togo; TON=Tonga; TTO=Trinidad and Tobago;
TUN=Tunisia; TUR=Turkiye; TUR=Turkey; TKM=Turkmenistan; TCA=Turks and Caicos Islands; TUV=Tuvalu; UGA=Uganda;
UKR=Ukraine; ARE=United Arab Emirates; GBR=United Kingdom; USA=United States; URY=Uruguay; UZB=Uzbekistan;
VUT=Vanuatu; VEN=Venezuela, RB; VNM=Viet Nam; VNM=Vietnam; VIR=Virgin Islands (U.S.); PSE=West Bank and Gaza;
YEM=Yemen, Rep.; ZMB=Zambia; ZWE=Zimbabwe
"""

UNITED_NATIONS = """
AFG=Afghanistan; ALB=Albania; DZA=Algeria; AND=Andorra; AGO=Angola; ATG=Antigua and Barbuda; ARG=Argentina;
ARM=Armenia; AUS=Australia; AUT=Austria; AZE=Azerbaijan; BHS=Bahamas; BHS=Bahamas (The); BHR=Bahrain; BGD=Bangladesh;
BRB=Barbados; BLR=Belarus; BEL=Belgium; BLZ=Belize; BEN=Benin; BTN=Bhutan; BOL=Bolivia (Plurinational State of);
BOL=Bolivia, Plurinational State of; BIH=Bosnia and Herzegovina; BWA=Botswana; BRA=Brazil; BRN=Brunei Darussalam;
BGR=Bulgaria; BFA=Burkina Faso; BDI=Burundi; CPV=Cabo Verde; CPV=Cape Verde; KHM=Cambodia; CMR=Cameroon; CAN=Canada;
CAF=Central African Republic; CAF=Central African Republic (the); TCD=Chad; CHL=Chile; CHN=China;
CHN=China, People's Republic; CHN=China (People's Republic of); COL=Colombia; COM=Comoros; COM=Comoros (the);
COG=Congo (the); COG=Congo (Republic of the); COD=Democratic Republic of the Congo;
COD=Democratic Republic of the Congo (the); COD=Congo (DRC); COD=Congo (Democratic Republic of the); CRI=Costa Rica;
CIV=Côte d'Ivoire; CIV=Côte D’Ivoire; HRV=Croatia; CUB=Cuba; CYP=Cyprus; CZE=Czechia; CZE=Czech Republic;
CZE=Czech Republic (the); PRK=Democratic People's Republic of Korea; PRK=Democratic People’s Republic of Korea;
PRK=Democratic People's Republic of Korea (the); DNK=Denmark; DJI=Djibouti; DMA=Dominica; DOM=Dominican Republic;
ECU=Ecuador; EGY=Egypt; SLV=El Salvador; GNQ=Equatorial Guinea; ERI=Eritrea; EST=Estonia; SWZ=Eswatini; ETH=Ethiopia;
FJI=Fiji; FIN=Finland; FRA=France; GAB=Gabon; GMB=Gambia; GMB=Gambia (the); GMB=Gambia (Republic of The);
GMB=Gambia (Republic of the); GEO=Georgia; DEU=Germany; GHA=Ghana; GRC=Greece; GRD=Grenada; GTM=Guatemala; GIN=Guinea;
GNB=Guinea-Bissau; GNB=Guinea Bissau; GUY=Guyana; HTI=Haiti; HND=Honduras; HUN=Hungary; ISL=Iceland; IND=India;
IDN=Indonesia; IRN=Iran (Islamic Republic of); IRN=Iran, Islamic Republic of; IRQ=Iraq; IRL=Ireland; ISR=Israel;
ITA=Italy; JAM=Jamaica; JPN=Japan; JOR=Jordan; KAZ=Kazakhstan; KEN=Kenya; KIR=Kiribati; KWT=Kuwait; KGZ=Kyrgyzstan;
LAO=Lao People's Democratic Republic; LAO=Lao People’s Democratic Republic; LVA=Latvia; LBN=Lebanon; LSO=Lesotho;
LBR=Liberia; LBY=Libya; LIE=Liechtenstein; LTU=Lithuania; LUX=Luxembourg; MDG=Madagascar; MWI=Malawi; MYS=Malaysia;
MDV=Maldives; MLI=Mali; MLT=Malta; MHL=Marshall Islands; MHL=Marshall Islands (the); MRT=Mauritania; MUS=Mauritius;
MEX=Mexico; FSM=Micronesia (Federated States of); FSM=Micronesia, Federated States of; MCO=Monaco; MNG=Mongolia;
MNE=Montenegro; MAR=Morocco; MOZ=Mozambique; MMR=Myanmar; NAM=Namibia; NRU=Nauru; NPL=Nepal; NLD=Netherlands;
NLD=Netherlands (Kingdom of the); NZL=New Zealand; NIC=Nicaragua; NER=Niger; NER=Niger (the); NGA=Nigeria;
MKD=North Macedonia; NOR=Norway; OMN=Oman; PAK=Pakistan; PLW=Palau; PAN=Panama; PNG=Papua New Guinea; PRY=Paraguay;
PER=Peru; PHL=Philippines; PHL=Philippines (the); POL=Poland; PRT=Portugal; QAT=Qatar; KOR=Republic of Korea;
KOR=Republic of Korea (the); MDA=Republic of Moldova; MDA=Republic of Moldova (the); MDA=Moldova, Republic of;
ROU=Romania; RUS=Russian Federation; RUS=Russian Federation (the); RWA=Rwanda; KNA=Saint Kitts and Nevis;
LCA=Saint Lucia; VCT=Saint Vincent and the Grenadines; WSM=Samoa; SMR=San Marino; STP=Sao Tome and Principe;
STP=São Tomé and Príncipe; SAU=Saudi Arabia; SEN=Senegal; SRB=Serbia; SYC=Seychelles; SLE=Sierra Leone; SGP=Singapore;
SVK=Slovakia; SVN=Slovenia; SLB=Solomon Islands; SOM=Somalia; ZAF=South Africa; SSD=South Sudan; ESP=Spain;
LKA=Sri Lanka; SDN=Sudan; SDN=Sudan (the); SUR=Suriname; SWE=Sweden; CHE=Switzerland; SYR=Syrian Arab Republic;
SYR=Syrian Arab Republic (the); TJK=Tajikistan; THA=Thailand; TLS=Timor-Leste; TGO=Togo; TON=Tonga;
TTO=Trinidad and Tobago; TUN=Tunisia; TUR=Türkiye; TKM=Turkmenistan; TUV=Tuvalu; UGA=Uganda; UKR=Ukraine;
ARE=United Arab Emirates; ARE=United Arab Emirates (the); GBR=United Kingdom;
GBR=United Kingdom of Great Britain and Northern Ireland;
GBR=United Kingdom of Great Britain and Northern Ireland (the);
TZA=United Republic of Tanzania; TZA=United Republic of Tanzania (the); TZA=Tanzania (United Republic of);
USA=United States of America; USA=United States of America (the); URY=Uruguay; UZB=Uzbekistan; VUT=Vanuatu;
VEN=Venezuela (Bolivarian Republic of); VEN=Venezuela, Bolivarian Republic of; VNM=Viet Nam; YEM=Yemen; ZMB=Zambia;
ZWE=Zimbabwe; VAT=Holy See; VAT=Holy See (the); PSE=State of Palestine; PSE=State of Palestine (the);
HKG=China, Hong Kong Special Administrative Region; MAC=China, Macao Special Administrative Region;
HKG=China, Hong Kong SAR; MAC=China, Macao SAR; TWN=China, Taiwan Province of; TWN=Taiwan, Province of China;
FLK=Falkland Islands (Malvinas); SJM=Svalbard and Jan Mayen Islands; WLF=Wallis and Futuna Islands;
VIR=United States Virgin Islands; VGB=British Virgin Islands; MAF=Saint Martin (French Part); PCN=Pitcairn;
BES=Bonaire, Sint Eustatius and Saba; SHN=Saint Helena; ATF=French Southern Territories; SXM=Sint Maarten (Dutch part)
"""

UCDP = """
USA=United States of America; CAN=Canada; BHS=Bahamas; CUB=Cuba; HTI=Haiti; DOM=Dominican Republic; JAM=Jamaica;
TTO=Trinidad and Tobago; BRB=Barbados; MEX=Mexico; BLZ=Belize; GTM=Guatemala; HND=Honduras; SLV=El Salvador;
NIC=Nicaragua; CRI=Costa Rica; PAN=Panama; COL=Colombia; VEN=Venezuela; GUY=Guyana; SUR=Suriname; ECU=Ecuador;
PER=Peru; BRA=Brazil; BOL=Bolivia; PRY=Paraguay; CHL=Chile; ARG=Argentina; URY=Uruguay; GBR=United Kingdom;
IRL=Ireland; NLD=Netherlands; BEL=Belgium; LUX=Luxembourg; FRA=France; CHE=Switzerland; ESP=Spain; PRT=Portugal;
DEU=Germany; DDR=East Germany; BRD=West Germany; POL=Poland; AUT=Austria; HUN=Hungary; CSK=Czechoslovakia;
CZE=Czech Republic; SVK=Slovakia; ITA=Italy; MLT=Malta; ALB=Albania; MNE=Montenegro; MKD=Macedonia, FYR;
MKD=North Macedonia; HRV=Croatia; SRB=Serbia (Yugoslavia); SRB=Serbia; BIH=Bosnia-Herzegovina; XKX=Kosovo;
SVN=Slovenia; GRC=Greece; CYP=Cyprus; BGR=Bulgaria; MDA=Moldova; ROU=Romania; ROU=Rumania; RUS=Russia (Soviet Union);
EST=Estonia; LVA=Latvia; LTU=Lithuania; UKR=Ukraine; BLR=Belarus; ARM=Armenia; GEO=Georgia; AZE=Azerbaijan;
FIN=Finland; SWE=Sweden; NOR=Norway; DNK=Denmark; ISL=Iceland; CPV=Cape Verde; GNB=Guinea-Bissau;
GNQ=Equatorial Guinea; GMB=Gambia; MLI=Mali; SEN=Senegal; BEN=Benin; MRT=Mauritania; NER=Niger; CIV=Ivory Coast;
GIN=Guinea; BFA=Burkina Faso; LBR=Liberia; SLE=Sierra Leone; GHA=Ghana; TGO=Togo; CMR=Cameroon; NGA=Nigeria;
GAB=Gabon; CAF=Central African Republic; TCD=Chad; COD=DR Congo (Zaire); COD=Democratic Republic of Congo (Zaire);
COG=Congo-Brazzaville; UGA=Uganda; KEN=Kenya; TZA=Tanzania; BDI=Burundi; RWA=Rwanda; SOM=Somalia; DJI=Djibouti;
ETH=Ethiopia; ERI=Eritrea; AGO=Angola; MOZ=Mozambique; ZMB=Zambia; ZWE=Zimbabwe (Rhodesia); MWI=Malawi;
ZAF=South Africa; NAM=Namibia; LSO=Lesotho; BWA=Botswana; SWZ=Swaziland; SWZ=Kingdom of eSwatini (Swaziland);
MDG=Madagascar (Malagasy); MDG=Madagascar; COM=Comoros; MUS=Mauritius; MAR=Morocco; DZA=Algeria; TUN=Tunisia;
LBY=Libya; SDN=Sudan; SSD=South Sudan; IRN=Iran; TUR=Turkey; IRQ=Iraq; EGY=Egypt; SYR=Syria; LBN=Lebanon; JOR=Jordan;
ISR=Israel; SAU=Saudi Arabia; YEM=Yemen (North Yemen); YPR=South Yemen; KWT=Kuwait; BHR=Bahrain; QAT=Qatar;
ARE=United Arab Emirates; OMN=Oman; AFG=Afghanistan; TKM=Turkmenistan; TJK=Tajikistan; KGZ=Kyrgyzstan;
UZB=Uzbekistan; KAZ=Kazakhstan; CHN=China; MNG=Mongolia; TWN=Taiwan; PRK=North Korea; KOR=South Korea; JPN=Japan;
IND=India; BTN=Bhutan; PAK=Pakistan; BGD=Bangladesh; MMR=Myanmar (Burma); LKA=Sri Lanka; LKA=Sri Lanka (Ceylon);
MDV=Maldives; NPL=Nepal; THA=Thailand; KHM=Cambodia (Kampuchea); LAO=Laos; VNM=Vietnam (North Vietnam);
RVN=South Vietnam; MYS=Malaysia; SGP=Singapore; BRN=Brunei; PHL=Philippines; IDN=Indonesia; TLS=East Timor;
TLS=Timor-Leste; AUS=Australia; PNG=Papua New Guinea; NZL=New Zealand; SLB=Solomon Islands; FJI=Fiji
"""

GLEDITSCH_WARD = """
USA=United States of America; CAN=Canada; BHS=Bahamas; CUB=Cuba; HTI=Haiti; DOM=Dominican Republic; JAM=Jamaica;
TTO=Trinidad and Tobago; BRB=Barbados; MEX=Mexico; BLZ=Belize; FCA=United Provinces of Central America; GTM=Guatemala;
HND=Honduras; SLV=El Salvador; NIC=Nicaragua; CRI=Costa Rica; PAN=Panama; GCO=Great Colombia; COL=Colombia;
VEN=Venezuela; GUY=Guyana; SUR=Surinam; ECU=Ecuador; PER=Peru; BRA=Brazil; BOL=Bolivia; PRY=Paraguay; CHL=Chile;
ARG=Argentina; URY=Uruguay; GBR=United Kingdom; IRL=Ireland; NLD=Netherlands; BEL=Belgium; LUX=Luxembourg; FRA=France;
CHE=Switzerland; ESP=Spain; PRT=Portugal; HAN=Hanover; BAV=Bavaria; DEU=Germany (Prussia);
BRD=German Federal Republic; DEU=German Federal Republic; DDR=German Democratic Republic; BAD=Baden; SAX=Saxony;
WRT=Württemberg; WRT=Wuerttemburg; HSE=Hesse-Kassel (Electoral); HSG=Hesse-Darmstadt (Ducal);
MEC=Mecklenburg-Schwerin; POL=Poland; AUH=Austria-Hungary; AUT=Austria; HUN=Hungary; CSK=Czechoslovakia;
CZE=Czech Republic; SVK=Slovakia; ITA=Italy/Sardinia; PAP=Papal States; SIC=Two Sicilies; MOD=Modena; PMA=Parma;
TUS=Tuscany; MLT=Malta; ALB=Albania; SRB=Serbia; SRB=Yugoslavia; MNE=Montenegro;
MKD=Macedonia (Former Yugoslav Republic of); HRV=Croatia; BIH=Bosnia-Herzegovina; XKX=Kosovo; SVN=Slovenia;
GRC=Greece; CYP=Cyprus; BGR=Bulgaria; MDA=Moldova; ROU=Rumania; RUS=Russia (Soviet Union); EST=Estonia; LVA=Latvia;
LTU=Lithuania; UKR=Ukraine; BLR=Belarus (Byelorussia); ARM=Armenia; GEO=Georgia; AZE=Azerbaijan; FIN=Finland;
SWE=Sweden; NOR=Norway; DNK=Denmark; ISL=Iceland; CPV=Cape Verde; GNB=Guinea-Bissau; GNQ=Equatorial Guinea;
GMB=Gambia; MLI=Mali; SEN=Senegal; BEN=Benin; MRT=Mauritania; NER=Niger; CIV=Cote D’Ivoire; CIV=Cote D'Ivoire;
GIN=Guinea; BFA=Burkina Faso (Upper Volta); LBR=Liberia; SLE=Sierra Leone; GHA=Ghana; TGO=Togo; CMR=Cameroon;
NGA=Nigeria; GAB=Gabon; CAF=Central African Republic; TCD=Chad; COD=Congo, Democratic Republic of (Zaire);
UGA=Uganda; KEN=Kenya; TZA=Tanzania/Tanganyika; ZAN=Zanzibar; BDI=Burundi; RWA=Rwanda; SOM=Somalia; DJI=Djibouti;
ETH=Ethiopia; ERI=Eritrea; AGO=Angola; MOZ=Mozambique; ZMB=Zambia; ZWE=Zimbabwe (Rhodesia); MWI=Malawi;
ZAF=South Africa; TVL=Transvaal; OFS=Orange Free State; NAM=Namibia; LSO=Lesotho; BWA=Botswana; SWZ=Swaziland;
SWZ=Swaziland (Eswatini); MDG=Madagascar; MDG=Madagascar (Malagasy); COM=Comoros; MUS=Mauritius; MAR=Morocco;
DZA=Algeria; TUN=Tunisia; LBY=Libya; SDN=Sudan; SSD=South Sudan; IRN=Iran (Persia); TUR=Turkey (Ottoman Empire);
TUR=Turkey/Ottoman Empire; IRQ=Iraq; EGY=Egypt; SYR=Syria; LBN=Lebanon; JOR=Jordan; ISR=Israel; SAU=Saudi Arabia;
YAR=Yemen (Arab Republic of Yemen); YEM=Yemen (Arab Republic of Yemen); YPR=Yemen, People's Republic of; KWT=Kuwait;
BHR=Bahrain; QAT=Qatar; ARE=United Arab Emirates; OMN=Oman; AFG=Afghanistan; TKM=Turkmenistan; TJK=Tajikistan;
KGZ=Kyrgyz Republic; UZB=Uzbekistan; KAZ=Kazakhstan; CHN=China; TBT=Tibet; MNG=Mongolia; TWN=Taiwan; KRE=Korea;
PRK=Korea, People's Republic of; KOR=Korea, Republic of; JPN=Japan; IND=India; BTN=Bhutan; PAK=Pakistan;
BGD=Bangladesh; MMR=Myanmar (Burma); LKA=Sri Lanka (Ceylon); MDV=Maldives; NPL=Nepal; THA=Thailand;
KHM=Cambodia (Kampuchea); LAO=Laos; ANM=Vietnam (Annam/Cochin China/Tonkin); VNM=Vietnam, Democratic Republic of;
RVN=Vietnam, Republic of; MYS=Malaysia; SGP=Singapore; BRN=Brunei; PHL=Philippines; IDN=Indonesia; TLS=East Timor;
AUS=Australia; PNG=Papua New Guinea; NZL=New Zealand; SLB=Solomon Islands; FJI=Fiji; DMA=Dominica; GRD=Grenada;
LCA=Saint Lucia; VCT=Saint Vincent and the Grenadines; ATG=Antigua & Barbuda; KNA=Saint Kitts and Nevis; MCO=Monaco;
LIE=Liechtenstein; AND=Andorra; SMR=San Marino; ABK=Abkhazia; SOS=South Ossetia; STP=São Tomé and Principe;
SYC=Seychelles; VUT=Vanuatu; KIR=Kiribati; NRU=Nauru; TON=Tonga; TUV=Tuvalu; MHL=Marshall Islands; PLW=Palau;
FSM=Federated States of Micronesia; WSM=Samoa/Western Samoa
"""
