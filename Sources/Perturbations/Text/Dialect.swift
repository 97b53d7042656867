/// Words of Standard American English in a spelling or form of African American English.
///
/// A mapping of words, not of grammar: it says how a model takes such words, and nothing about the people
/// who use them. What is generally described of the dialect's written forms: final -ing as -in', th as d in
/// function words, reduced auxiliaries and negation (Green 2002, "African American English", chapters 3 and 5).
struct Dialect: TextPerturbation {
    static let name = "dialect"
    static let summary =
        "Writes English words in forms of African American English, word by word (as HELM's dialect does; own table)."
    static let options = [
        PerturbationOption(
            "rate",
            "The probability with which a word of the table is replaced.",
            in: 0...1,
            default: 1
        )
    ]

    private let rate: Double

    init(_ values: PerturbationValues) {
        rate = values.number("rate")
    }

    func apply(to text: String, using random: inout PerturbationRandom) -> String {
        Self.table.replacing(in: text, rate: rate, using: &random)
    }

    /// 58 words and phrases.
    static let table = PhraseTable(
        """
        about = bout
        am not = ain't
        and = an
        are not = ain't
        aren't = ain't
        asking = askin
        because = cuz
        brother = brotha
        coming = comin
        doing = doin
        don't know = dunno
        for = fo
        getting = gettin
        give me = gimme
        going = goin
        going to = gon / gonna
        got to = gotta
        hasn't = ain't
        have to = hafta
        haven't = ain't
        having = havin
        is not = ain't
        isn't = ain't
        kind of = kinda
        let me = lemme
        looking = lookin
        making = makin
        more = mo
        mother = motha
        mouth = mouf
        my = ma
        nothing = nothin / nuttin
        of = o
        old = ole
        out of = outta
        over = ova
        playing = playin
        saying = sayin
        should have = shoulda
        sister = sista
        something = somethin / sumn
        sure = sho
        taking = takin
        talking = talkin
        that = dat
        the = da
        them = dem
        then = den
        there = dere
        these = dese
        they = dey
        this = dis
        those = dose
        trying to = tryna
        want to = wanna
        what is up = wassup
        with = wit / wif
        you all = y'all
        """
    )
}
