"""Words that names, streets and towns of generated businesses are made of."""

from __future__ import annotations

TRADES = (
    "Plumbing", "Roofing", "Construction", "Electric", "Landscaping", "Trucking", "Auto Repair",
    "Consulting", "Cleaning Services", "Painting", "Heating and Cooling", "Insurance Agency",
    "Realty", "Properties", "Investments", "Law Firm", "Dental Care", "Pharmacy", "Bakery",
    "Cafe", "Restaurant", "Grill", "Pizza", "Hair Salon", "Nails", "Fitness", "Day Care", "Farms",
    "Transport", "Logistics", "Marketing", "Media", "Design", "Engineering", "Manufacturing",
    "Supply", "Equipment Rentals", "Tree Service", "Pool Service", "Pest Control", "Security",
    "Staffing", "Accounting", "Tax Services", "Financial Services", "Mortgage", "Title Company",
    "Home Health", "Medical Center", "Physical Therapy", "Veterinary Clinic", "Pet Grooming",
    "Photography", "Printing", "Signs", "Machine Shop", "Welding", "Towing", "Tire Center",
    "Body Shop", "Motors", "Builders", "Remodeling", "Flooring", "Cabinets", "Windows and Doors",
    "Furniture", "Jewelry", "Boutique", "Imports", "Wholesale", "Foods", "Market", "Deli", "Bar",
    "Brewing", "Vineyards", "Travel", "Charters", "Marine", "Aviation", "Energy", "Solar", "Oil",
    "Environmental", "Laboratories", "Technologies", "Software", "Systems", "Networks",
    "Solutions",
)  # fmt: skip
GENERIC = (
    "First Baptist Church", "Grace Community Church", "A-1 Auto Repair", "Family Dental Care",
    "Sunrise Cafe", "Golden Dragon Restaurant", "Main Street Market", "Premier Properties",
    "Quality Construction", "Elite Fitness", "Lucky Nails", "Express Cleaners", "Happy Garden",
    "Advanced Technologies", "American Cleaning Services", "United Logistics",
    "Sunshine Day Care", "Downtown Pizza", "Village Pharmacy", "National Home Health",
    "Trinity Lutheran Church", "Ace Towing", "Best Buy Motors", "All Seasons Landscaping",
    "Perfect Painting",
)  # fmt: skip
BRANDS = (
    "Burger Barn", "Quick Lube Station", "Taco Loco", "Sub Harbor", "Mail Depot",
    "Crunchy Chicken", "Clean Machine", "Fit Factory", "Smoothie Shack", "Tan Republic",
    "Pizza Piazza", "Donut Dome",
)  # fmt: skip
SYLLABLES = (
    "zen", "tri", "vox", "ora", "lum", "nex", "ari", "cor", "dyn", "eco", "fal", "gen", "hel",
    "inn", "jas", "kal", "lor", "mar", "nov", "opt", "pri", "qua", "rex", "syn", "tek", "uni",
    "ver", "wes", "xan", "yor", "ber", "cen", "del", "fer", "gra", "hal", "kor", "lan", "mel",
    "nor", "pel", "ral",
)  # fmt: skip
ENDS = (
    "tech", "ix", "ia", "on", "co", "ware", "gen", "is", "um", "ex", "well", "mark", "ton", "ra",
)  # fmt: skip
COLOURS = (
    "Blue", "Red", "Green", "Silver", "Golden", "White", "Black", "Copper", "Royal", "Crystal",
)  # fmt: skip
THINGS = (
    "River", "Lake", "Oak", "Pine", "Eagle", "Star", "Mountain", "Harbor", "Bridge", "Stone",
    "Wolf", "Ridge", "Valley", "Palm", "Coral", "Canyon", "Prairie", "Summit", "Meadow", "Falcon",
    "Anchor",
)  # fmt: skip
STREETS = (
    "Main", "Oak", "Maple", "Commerce", "Industrial", "Washington", "Lake", "Park", "Elm",
    "Market", "Bay", "Hill", "Church", "Mill", "Pine", "Walnut", "River", "Sunset", "Cedar",
    "Jackson", "Lincoln", "Franklin", "Dogwood", "Magnolia", "Harbor", "Airport", "College",
    "Center", "Orange", "Jefferson", "Madison", "Monroe", "Cherry", "Spruce", "Chestnut",
    "Highland", "Valley", "Forest",
)  # fmt: skip
SUFFIXES = (("St", "Street"), ("Ave", "Avenue"), ("Blvd", "Boulevard"), ("Rd", "Road"),
            ("Dr", "Drive"), ("Ln", "Lane"), ("Way", "Way"), ("Pkwy", "Parkway"))  # fmt: skip
TOWNS = {
    "FL": (("Tampa", "33602"), ("Orlando", "32801"), ("Miami", "33130"), ("Ocala", "34471"),
           ("Naples", "34102"), ("Pensacola", "32501")),
    "TX": (("Austin", "78701"), ("Dallas", "75201"), ("Houston", "77002"), ("Waco", "76701"),
           ("El Paso", "79901"), ("Lubbock", "79401")),
    "OH": (("Columbus", "43215"), ("Dayton", "45402"), ("Toledo", "43604"), ("Akron", "44308")),
    "GA": (("Atlanta", "30303"), ("Macon", "31201"), ("Savannah", "31401"), ("Athens", "30601")),
    "CO": (("Denver", "80202"), ("Boulder", "80302"), ("Pueblo", "81003")),
    "NY": (("Albany", "12207"), ("Buffalo", "14202"), ("New York", "10001"), ("Utica", "13501")),
    "CA": (("Los Angeles", "90012"), ("Fresno", "93721"), ("San Diego", "92101"),
           ("Sacramento", "95814")),
}  # fmt: skip
AGENTS = (
    "Corporate Filings Group Inc", "Registered Agents of America LLC",
    "National Agent Services Inc", "Statewide Corporate Agents LLC",
    "Incorporators Service Company",
)  # fmt: skip
FORMS = (
    ("LLC", 50),
    ("Inc", 28),
    ("Corp", 7),
    ("Co", 3),
    ("LP", 2),
    ("PLLC", 3),
    ("PA", 2),
    ("", 5),
)
WRITTEN = {
    "LLC": ("LLC", "L.L.C.", "Llc", ", LLC", "Limited Liability Company", "L L C"),
    "Inc": ("Inc", "Inc.", ", Inc.", "Incorporated", "INC"),
    "Corp": ("Corp", "Corp.", "Corporation"), "Co": ("Co", "Co.", "Company"),
    "LP": ("LP", "L.P.", "Limited Partnership"), "PLLC": ("PLLC", "P.L.L.C."),
    "PA": ("PA", "P.A."), "": ("",),
}  # fmt: skip
WRITTEN_FORMS = frozenset(form for forms in WRITTEN.values() for form in forms)
DESCRIPTORS = (
    "Restaurant", "Group", "Services", "Cafe", "Store", "Shop", "Center", "Enterprises", "USA",
    "International", "(Downtown)", "Company", "Associates", "Solutions", "The",
)  # fmt: skip
SHORT = {
    "Services": "Svcs", "Service": "Svc", "Construction": "Constr", "Management": "Mgmt",
    "Properties": "Props", "Company": "Co", "Center": "Ctr", "Manufacturing": "Mfg",
    "Technologies": "Tech", "Associates": "Assoc", "and": "&", "International": "Intl",
    "Restaurant": "Rest", "Transport": "Trans", "Equipment": "Equip", "Insurance": "Ins",
    "American": "Amer", "National": "Natl", "Community": "Comm", "Department": "Dept",
}  # fmt: skip
GIVEN = (
    "James", "Mary", "Robert", "Patricia", "John", "Jennifer", "Michael", "Linda", "David",
    "Susan", "William", "Karen", "Richard", "Lisa", "Joseph", "Nancy", "Thomas", "Maria",
    "Carlos", "Ana", "Daniel", "Sandra", "Kevin", "Donna", "Brian", "Carol", "George", "Ruth",
    "Edward", "Laura", "Jose", "Elena", "Minh", "Wei", "Raj", "Priya", "Ahmed", "Fatima", "Olga",
    "Ivan",
)  # fmt: skip
