"""Is a word spelt like a Vietnamese syllable? To recognise a language, not to judge spelling."""

import re
import unicodedata

_TONES = set("\u0300\u0301\u0309\u0303\u0323")  # grave, acute, hook, tilde, dot
_STOPS = ("c", "ch", "p", "t")

_FIRST = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q r s t th tr v x"
_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu y yêm yên yêng yêt yêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
    oc oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uac uach uai uan uang uanh uao uat uau uay uăc uăm uăn uăng uăp uăt uân uâng uât uây uc ue uen
    ueo uet uê uêch uên uênh uêt uêu ui uit um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên
    uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    """

# `gi` before `g`: “giá” is gi + á, and “gì”, which is not, g + ì.
_SYLLABLE = re.compile(
    f"(?P<first>{'|'.join(sorted(_FIRST.split(), key=len, reverse=True))})?(?P<rhyme>{'|'.join(_RHYMES.split())})"
)
# The tone is on a last vowel in these alone: hoà, khoẻ, thuế, thuở, quý.
_TONE_ON_THE_LAST = {"oa", "oe", "uê", "uơ", "uy"}


def is_syllable(word: str) -> bool:
    """`Tổng`, `soá` and `HÒA` are; `Toång`, `caù`, `HTX` and `Loïc` are not."""
    plain, tones = "", []
    for character in unicodedata.normalize("NFD", word.lower()):
        if character in _TONES:
            tones.append(character)
        else:
            plain += character
    match = _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain))
    if match is None or len(tones) > 1:
        return False
    rhyme = match["rhyme"]
    if rhyme.endswith(_STOPS):
        # Before a stop only two tones exist.
        return tones in (["\u0301"], ["\u0323"])
    is_on_the_last = bool(tones) and bool(set(unicodedata.normalize("NFD", word[-1])) & _TONES)
    return not is_on_the_last or len(rhyme) == 1 or match["first"] == "q" or rhyme in _TONE_ON_THE_LAST
