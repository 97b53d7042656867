/// Answers about pictures made comparable, as the VQA challenge's evaluation does, oddities included.
///
/// Antol et al. 2015; GT-Vision-Lab's vqaEval.py, with the signs that its users' copies have.
enum VisualAnswer {
    /// Without line breaks and tabs, and without white space at the ends.
    static func plain(_ text: String) -> String {
        String(text.replacing("\n", with: " ").replacing("\t", with: " ").trimmed)
    }

    /// Without most punctuation and without articles, number words as digits, contractions with their
    /// apostrophes.
    ///
    /// A sign that has a space beside it anywhere in the answer goes, and so does every sign where a comma
    /// stands between digits; else it becomes a space. At most 32 full stops go.
    static func normalize(_ answer: String) -> String {
        let original = ScalarText(answer)
        let joins = hasThousands(original)
        var text = original
        for sign in signs {
            let sign: Unicode.Scalar = sign
            guard original.scalars.contains(sign) else { continue }
            let touchesSpace = zip(original.scalars, original.scalars.dropFirst()).contains {
                ($0 == sign && $1 == " ") || ($0 == " " && $1 == sign)
            }
            text.rewrite { text, place in
                text.scalars[place] == sign
                    ? (place + 1, touchesSpace || joins ? [] : [" "]) : nil
            }
        }
        var stops = 0
        text.scalars = text.scalars.enumerated().filter { index, scalar in
            guard scalar == ".", stops < 32 else { return true }
            let next = index + 1 < text.scalars.count ? text.scalars[index + 1] : nil
            if next.map(ScalarText.isDigit) == true { return true }
            stops += 1
            return false
        }.map(\.element)
        return ScalarText(text.string.lowercased()).words
            .map { numbers[$0] ?? $0 }
            .filter { !["a", "an", "the"].contains($0) }
            .map { contractions[$0] ?? $0 }
            .joined(separator: " ")
    }

    private static let signs: [Unicode.Scalar] = [
        ";", "/", "[", "]", "\"", "{", "}", "(", ")", "=", "+", "\\", "_", "-", ">", "<", "@", "`",
        ",", "?", "!",
    ]

    private static func hasThousands(_ text: ScalarText) -> Bool {
        text.scalars.indices.contains { place in
            place > 0 && place + 1 < text.scalars.count && text.scalars[place] == ","
                && ScalarText.isDigit(text.scalars[place - 1])
                && ScalarText.isDigit(text.scalars[place + 1])
        }
    }

    private static let numbers: [String: String] = [
        "none": "0", "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
        "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
    ]

    /// Every contraction by its spellings with one apostrophe missing.
    private static let contractions: [String: String] = {
        // The one that the official table has the wrong way round.
        var table = ["somebody'd": "somebodyd"]
        for word in contracted.split(whereSeparator: \.isWhitespace) {
            for place in word.indices where word[place] == "'" {
                var spelling = word
                spelling.remove(at: place)
                table[String(spelling)] = String(word)
            }
        }
        return table
    }()

    private static let contracted = """
        ain't aren't can't could've couldn't couldn't've didn't doesn't don't hadn't hadn't've hasn't
        haven't he'd he'd've he's how'd how'll how's isn't it'd it'd've it'll ma'am mightn't
        mightn't've might've mustn't must've needn't not've o'clock oughtn't 'ow's'at shan't she'd've
        should've shouldn't shouldn't've somebody'd've somebody'll somebody's someone'd someone'd've
        someone'll someone's something'd something'd've something'll that's there'd there'd've
        there're there's they'd they'd've they'll they're they've 'twas wasn't we'd've we've weren't
        what'll what're what's what've when's where'd where's where've who'd who'd've who'll who's
        who've why'll why're why's won't would've wouldn't wouldn't've y'all y'all'll y'all'd've you'd
        you'd've you'll you're you've
        """
}
