"""Owner and debtor names as files write them, by what each stands for; all invented but shops."""

from __future__ import annotations

PEOPLE = """
Maria Elena de la Cruz Vda de Santos
JOHN Q PUBLIC JR MD
Public, John Q., Jr.
O'BRIEN SIOBHAN
MC DONALD RONALD A
St John, Mary
DE LEON JUAN C
Van der Berg Hans
MARY SMITH-JONES
Mary Smith (Jones)
Mary Smith fka Mary Jones
MARY SMITH F/K/A MARY JONES
John Smith a/k/a Johnny Smith
JOHN SMITH AKA J SMITH
Dr. John Smith
Mr John Smith
Rev Jesse Brown
Sgt. Michael Price
John Smith III
SMITH, JOHN III
SMITH JR, JOHN
Cash, Johnny
JOHNNY CASH
Bill Banks
Rich Church
Grace Church
Faith Temple
Angel Parks
Victor Law
Andrew Marshall
Dollar, Penny
Penny Dollar
Stone, Rock
Forrest Woods
Sandy Beach
Robin Hood
Art Cook
Baker, Candy
Will Power
Hope Springs
Frank Farmer
Mason Bridge
Carter, Hunter
Taylor Mason
Paige Turner
Misty Waters
Brooke Rivers
Young, Earnest
Ernest N Young
Jesus Trinidad
Jesus Christo Trinidad
Nguyen Van An
AN VAN NGUYEN
Li Wei
Ng, Mei
Xi O
Kim Il Sung Park
Muhammad Abdul-Rahman
ABDULLAH IBN SAUD
Jean-Luc Picard
J.P. Morgan
J P Morgan
Morgan, J.P.
E. E. Cummings
Madonna Ciccone
Jose Luis Garcia Marquez
GARCIA MARQUEZ JOSE LUIS
Garcia-Marquez, Jose
D'Angelo, Tony
La Rue, Jack
DU PONT PIERRE
Saint-Pierre, Claude
Trust, Ann
Estate, Bob
Manor, Elizabeth
Elizabeth Manor
Corporan, Luis
Incera, Maria
Llcort, Ana
Coe, Sebastian
Companioni, Jose
Limon, Pedro
Grant, Hugh
Major Smith
Judge, Aaron
Aaron Judge
King, Martin L
Bishop, Jim
Pope, Francis
Deacon Jones
Dean Martin
Duke Ellington
Earl Grey
Baron Cohen, Sacha
Page, Larry
Market, Joanna
Joanna Market
Post, Emily
Emily Post
Ward, Sela
House, Gregory
Gregory House
Ford, Harrison
Harrison Ford
Mercedes Benz Garcia
Porsche Williams
Royce Rolls
Tiffany Hall
Hall, Monty
Center, Rosa
Rosa Centeno
Garage, Lou
Oluwaseun Adeyemi
Xochitl Quetzal
Thich Nhat Hanh
Ortega y Gasset, Jose
JOSE ORTEGA Y GASSET
Le, Thi
Le Bui
Pierre Chez
Blanca Casas
Casa Blanca Maria
Vu Le
Florida Light
Florida Garcia
Joanna Dec
Dec, Joanna
Estes, Mary
Est, Marie
Late, John
Mary Late
Rip Taylor
RIP TORN
John Rip
Mary Decker
Dean Deceglie
John Done
Pa, Vang
John Pa
JOHN SMITH PA
JOHN SMITH MD
By, Lina
Lina By
To, Kim
Kim To
Thao To
From, Ana
Ana Por
MARY JONES LIFE ESTATE
"""
"""One living person each: surnames that are words, titles, former names, foreign orders."""

BUSINESSES = """
Van Dyke and Van Dyke Inc
ACME ROOFING LLC
Acme Roofing, L.L.C.
ACME ROOFING L L C
Acme Roofing Limited Liability Company
ACME ROOFING LLLP
SMITH & JONES PA
Smith and Jones, P.A.
LAW OFFICES OF JOHN SMITH PA
Law Offices of John Smith
Smith Law Firm
THE SMITH LAW GROUP
SMITH MEDICAL ASSOCIATES
John Smith MD PA
JOHN SMITH DDS PLLC
Dr John Smith DMD PC
First Baptist Church
IGLESIA BAUTISTA CENTRAL
St. Mary's Catholic Church
Temple Beth El
Islamic Center of Naples
Collier County School Board
CITY OF NAPLES
State of Florida Dept of Revenue
UNITED STATES OF AMERICA
Collier County Sheriff's Office
Naples Housing Authority
NAPLES COMMUNITY HOSPITAL INC
Bank of America NA
WELLS FARGO BANK N A
JPMorgan Chase Bank
FIFTH THIRD BANK
Suncoast Credit Union
US BANK NATIONAL ASSOCIATION
7 ELEVEN STORE 33412
Joe's Pizza
JOES CRAB SHACK
Maria's Nail Salon
Bob's Auto Repair
BOBS AUTO
Smith Brothers Trucking
Smith Bros
Smith & Sons
SMITH AND SONS PLUMBING
Garcia Landscaping
GARCIA LAWN SERVICE
Tri County Pest Control
A1 Towing
A-1 TOWING & RECOVERY
AAA Plumbing
Sunshine State Realty
Palm Coast Properties
PALM COAST HOLDINGS
PC Investments
JMS Enterprises
J & M Enterprises
J&J ELECTRIC
J AND J ELECTRIC CO
Gulf Coast Homeowners Association
THE PALMS HOA
Bayside Condominium Association Inc
VFW Post 7721
American Legion Post 135
Rotary Club of Naples
Kiwanis Club
Boys & Girls Club
Goodwill Industries
Habitat for Humanity
Florida Gulf Coast University
NAPLES HIGH SCHOOL PTA
Little Angels Daycare
Kids R Us Learning Center
Happy Paws Veterinary Clinic
Naples Animal Hospital
Gulfshore Dermatology
Family Dentistry of Naples
Advanced Imaging Center
Quest Diagnostics
CVS PHARMACY
Publix Super Markets
The Home Depot
Lowe's Home Centers
Best Buy
Microsoft Corp
Apple Inc
Toyota Motor Credit
Ally Financial
Holiday Inn
Marriott Hotels
Naples Grande Beach Resort
El Rancho Grande Mexican Restaurant
TAQUERIA LA MEXICANA
LA BODEGA
Los Tres Amigos
EL TORO LOCO
China Wok
Golden Dragon Buffet
Sushi Thai Too
Mel's Diner
The Breakfast House
Starbucks Coffee
Cafe Milano
Naples Tomato
Crossfit Naples
Gold's Gym
Jiffy Lube
Tire Kingdom
Napa Auto Parts
Advance Auto
State Farm Insurance
Verizon Wireless
ABC Corp.
XYZ Co.
Foo Bar GmbH
Siemens AG
Nestle SA
Construcciones Garcia SA de CV
Smith Family Limited Partnership
SMITH FAMILY LP
Smith Family Holdings LLC
Smith Properties Ltd
The Smith Company
Smith & Co
Smith Partnership
Smith Joint Venture
Smith Foundation
The Smith Charitable Foundation Inc
Estate Jewelers Inc
Trust Co of Florida
Northern Trust Company
Trustmark Insurance
Heir Apparel LLC
Deceased Pet Care Inc
Estate Sales by Mary
JOHN SMITH ENTERPRISES
JOHN SMITH CONSTRUCTION
MARY JONES REALTY
JANE DOE PHOTOGRAPHY
Hair by Mary
Cuts by Kim
Designs by Susan
Mary Kay Cosmetics
Banks & Associates
Cook Roofing
Baker Farms
Price Chopper
Young Builders
Ace Hardware
Dollar General
Waste Management
Rooms To Go
Aaron's Rents
Prestige Worldwide
Vandelay Industries
John Smith DDS PA
JOHN Q SMITH MD PA
John Smith, M.D., P.A.
JOHN SMITH DO PC
John Smith ESQ PA
JOHN SMITH CPA PA
John Smith DVM PA
SMITH JOHN MD PA
Smith & Wesson
Johnson & Johnson
Barnes & Noble
Procter & Gamble
Ernst & Young
Crate & Barrel
Black & Decker
Brown & Brown
Arm & Hammer
Duke Energy
Waste Pro
Lamp & Shade
Fish & Chips
Surf & Turf
Wine & Spirits
Rock & Roll Tees
Body & Soul
Hook & Ladder
Cut & Curl
Wash & Dry
Pick & Pull
Stop & Shop
Gas & Go
Wings & Things
Beauty by Maria
Cakes by Ana
Rooms to Rent
Music for Life
Best of Naples
Gifts from Above
House of Tires
World of Beauty
Kingdom of Pets
Isle of Capri
El Gaucho
El Rincon Latino
La Fiesta
La Casa Latina
La Esquina Caliente
Las Palmas
Los Compadres
Le Bistro
Blue Water
Red Lobster
Silver Spoon
Big Lots
Big Daddy Subs
Little Caesars
Old Navy
New Balance
Five Guys
Two Sisters
Four Seasons
Quick Lube
Fast Cash
Payday Express
Mega Mart
Perfect Smile
Bright Smiles
Total Wellness
Advanced Pain
Elite Fitness
Planet Fitness
Premier Nails
Royal Nails
Diva Nails
Lucky Spa
Zen Massage
Key West Cigar
Palm Tree
Coconut Grove
Everglades Airboat
Tropical Smoothie
Pelican Pete
"""
"""One organisation each, with and without a legal form."""

COUPLES = """
John and Mary Smith
JOHN & MARY SMITH
JOHN SMITH & MARY SMITH
SMITH JOHN & MARY
Smith, John & Mary
SMITH JOHN A & MARY B
Smith, John A and Smith, Mary B
John Smith and Mary Jones
JOHN SMITH / MARY JONES
John Smith; Mary Jones
JOHN SMITH OR MARY SMITH
John Smith and/or Mary Smith
JOHN SMITH AND WIFE MARY SMITH
John Smith and Mary Smith, husband and wife
JOHN SMITH ET UX MARY
Smith, John & Jones, Mary
SMITH JOHN & JONES MARY
John & Mary Garcia Lopez
JOHN Q SMITH JR & MARY L SMITH
Jose y Maria Garcia
John Smith + Mary Smith
John Smith & Mary Smith JTWROS
JOHN SMITH AND MARY SMITH TEN BY ENT
O'BRIEN SEAN & SIOBHAN
De La Cruz, Juan & Ana
Nguyen Van An & Tran Thi Bich
Rich & Grace Church
Bill & Penny Banks
JOSE Y MARIA GARCIA LOPEZ
Juan Garcia y Maria Lopez
JOHN SMITH MARY SMITH
John Smith, Mary Smith
John Smith, Mary Jones
JOHN SMITH &MARY SMITH
JOHN&MARY SMITH
John Smith/Mary Smith
SMITH,JOHN/MARY
John Smith & Spouse Mary Smith
"""
"""Two people each, joined or written one behind the other."""

ESTATES = """
Estate of John Smith
ESTATE OF JOHN SMITH DECEASED
EST OF JOHN SMITH
Est. John Smith
JOHN SMITH ESTATE
JOHN SMITH (ESTATE)
JOHN SMITH EST
John Smith, deceased
JOHN SMITH DECD
JOHN SMITH (DEC'D)
John Smith DEC
Smith John (Deceased)
The Estate of Mary Ann Jones
Heirs of John Smith
HEIRS OF JOHN SMITH
John Smith Heirs
Unknown heirs of John Smith
Estate of John Smith c/o Mary Jones PR
Late John Smith
The late John Smith
DECEASED JOHN SMITH
JOHN SMITH - DECEASED
JOHN SMITH *DECEASED*
**DECEASED** JOHN SMITH
(DECEASED) JOHN SMITH
DECEASED - SMITH, JOHN
JOHN SMITH DOD 1/2/2020
JOHN SMITH (DOD 01/02/2020)
JOHN SMITH DIED 1/2/2020
JOHN SMITH (DIED 2020)
JOHN SMITH RIP
JOHN SMITH R.I.P.
JOHN SMITH PASSED AWAY
ESTATE JOHN SMITH
ESTATE - JOHN SMITH
ESTATE/JOHN SMITH
JOHN SMITH'S ESTATE
John Smith (est)
JOHN SMITH-EST
JOHN SMITH, EST OF
SMITH, JOHN EST OF
JOHN SMITH/ESTATE
SMITH JOHN - ESTATE
SMITH, JOHN (ESTATE OF)
EST SMITH, JOHN
EST JOHN Q SMITH
EST: JOHN SMITH
ESTATE OF: JOHN SMITH
Succession of John Smith
SUCCESSION JOHN SMITH
John Smith, decedent
Decedent John Smith
In re Estate of John Smith
IN THE ESTATE OF JOHN SMITH
THE EST OF JOHN SMITH
JOHN SMITH DCEASED
JOHN SMITH DECEASE
JOHN SMITH (DEC)
JOHN SMITH, DEC
JOHN SMITH DEC.
SMITH JOHN Q DEC
"""
"""Nobody alive: an estate, heirs, a death noted beside the name."""

TRUSTS = """
John Smith Revocable Trust
JOHN SMITH REV TR
Smith Family Trust
THE SMITH FAMILY TRUST DTD 1/2/2003
SMITH LIVING TRUST
Smith Irrevocable Trust u/a/d 5/5/2010
Land Trust No 1234
1234 MAIN STREET LAND TRUST
Smith Children's Trust
Special Needs Trust FBO John Smith
Smith Marital Trust
"""
"""A trust each."""

WAITING = """
Mrs. Robert Kowalski
Prince
Lee
McDonald's
MCDONALDS #1234
7-Eleven
Walgreens
Winn-Dixie
Target
Google
Amazon
GEICO
Allstate
Florida Power & Light
FPL
Comcast
AT&T
T-Mobile
Church & Dwight
Marshalls
Macys
Dillard's
Initech
Bed Bath & Beyond
Florida Power and Light
Gulf Power & Light
Bits & Pieces
Pots & Pans
Sun & Sea
Grab & Go
Sawgrass
John Smith w/ Mary Smith
Mr. & Mrs. Smith
Estate of John Smith, Mary Jones, Personal Representative
MARY JONES PERS REP EST OF JOHN SMITH
Mary Jones as Personal Representative of the Estate of John Smith
Mary Jones, Executor of the Estate of John Smith
MARY JONES EXECUTRIX
John Smith Trustee
JOHN SMITH TR
JOHN SMITH TTEE
John Smith, as Trustee of the Smith Family Trust
SMITH JOHN TRUSTEE
Smith John TR EST
John Smith and Mary Smith Revocable Living Trust
"""
"""What only a person can settle: never taken for a living person or a business by itself."""
