/// Words in a spelling that people get wrong.
struct Misspellings: TextPerturbation {
    static let name = "misspellings"
    static let summary =
        "Writes common English words in a common wrong spelling (as HELM's misspelling does; own table)."
    static let options = [
        PerturbationOption(
            "rate",
            "The probability with which a word of the table is misspelt.",
            in: 0...1,
            default: 0.5
        )
    ]

    private let rate: Double

    init(_ values: PerturbationValues) {
        rate = values.number("rate")
    }

    func apply(to text: String, using random: inout PerturbationRandom) -> String {
        Self.table.replacing(in: text, rate: rate, using: &random)
    }

    /// 90 words: a small table of well-known slips, where HELM has the some 4,000 of Wikipedia's list.
    static let table = PhraseTable(
        """
        absence = absense / abscence
        accept = acept
        accidentally = accidently
        accommodate = accomodate / acommodate
        achieve = acheive
        acquire = aquire
        across = accross
        address = adress
        advertisement = advertisment
        again = agian
        always = allways
        amateur = amatuer
        apparent = apparant
        appearance = appearence
        argument = arguement
        basically = basicly
        because = becuase / becouse
        beautiful = beatiful / beautifull
        beginning = begining
        believe = beleive / belive
        business = buisness / busines
        calendar = calender
        category = catagory
        cemetery = cemetary
        colleague = collegue
        coming = comming
        committee = commitee / comittee
        completely = completly
        conscious = concious
        criticism = critisism
        decide = deside
        definitely = definately / definitly
        describe = discribe
        different = diffrent / differant
        disappear = dissapear
        disappoint = dissapoint
        embarrass = embarass
        environment = enviroment
        especially = expecially
        exaggerate = exagerate
        excellent = excelent
        existence = existance
        experience = experiance
        familiar = familar
        finally = finaly
        foreign = foriegn
        forty = fourty
        friend = freind
        further = furthur
        government = goverment
        grammar = grammer
        guarantee = garantee
        happened = happend
        height = heigth
        immediately = immediatly
        independent = independant
        interesting = intresting
        knowledge = knowlege
        library = libary
        many = manny
        necessary = neccessary / necesary
        neighbor = nieghbor
        noticeable = noticable
        occasion = ocassion
        occurred = occured
        people = poeple / peple
        performance = performence
        piece = peice
        possible = posible
        preferred = prefered
        privilege = privelege
        probably = probly
        publicly = publically
        really = realy
        receive = recieve
        recommend = reccomend
        remember = rember / remeber
        restaurant = restaraunt
        rhythm = rythm
        separate = seperate
        similar = similiar
        strength = strenght
        successful = succesful
        surprise = suprise
        their = thier
        tomorrow = tommorow
        until = untill
        usually = usualy
        weird = wierd
        which = wich
        """
    )
}
