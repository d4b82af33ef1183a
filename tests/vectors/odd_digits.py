"""Vectors of texts that are not, or only almost, the digits of a code."""

from build import cose, digits, vector

ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def odd_digits_vectors():
    """Return the vectors; none of them is read."""
    plain = digits()
    body = plain[5:]
    not_ours = {
        "empty": "",
        "spaces-only": "   ",
        "other-country-85": "85" + plain[2:],
        "other-country-86": "86" + plain[2:],
        "all-arabic-indic": plain.translate(ARABIC_INDIC),
        "all-full-width": plain.translate(FULL_WIDTH),
        "aim-prefix-twice": "]Q1]Q1" + plain,
        "aim-prefix-of-data-matrix": "]d2" + plain,
        "aim-prefix-then-space": "]Q1 " + plain,
        "no-break-space-before": "\u00a0" + plain,
        "byte-order-mark-before": "\ufeff" + plain,
        "plus-sign": "+" + plain,
        "identity-card": "020190001234|080123456|Nông Thị Mùi|12021990|Nữ|Thôn Nà Sòm|05032021",
        "web-address": "https://langson.example/tra-cuu/84201",
        "personal-number": "020190001234",
        "too-short": "842",
    }
    malformed = {
        "prefix-only": "84201",
        "zero": "842010",
        "body-arabic-indic": "84201" + body.translate(ARABIC_INDIC),
        "body-full-width": "84201" + body.translate(FULL_WIDTH),
        "one-arabic-indic-digit": plain[:200] + plain[200].translate(ARABIC_INDIC) + plain[201:],
        "one-superscript-digit": plain[:200] + "²" + plain[201:],
        "letter-o-for-zero": plain[:100] + plain[100:].replace("0", "O", 1),
        "underscore-inside": plain[:100] + "_" + plain[100:],
        "space-inside": plain[:100] + " " + plain[100:],
        "line-break-inside": plain[:100] + "\n" + plain[100:],
        "zero-width-space-inside": plain[:100] + "\u200b" + plain[100:],
        "nul-at-the-end": plain + "\0",
        "no-break-space-at-the-end": plain + "\u00a0",
        "decimal-point": plain + ".0",
        "leading-zero-after-prefix": "842010" + body,
        "last-digit-missing": plain[:-1],
        "one-digit-more": plain + "0",
        "twice": plain[:250] + plain[:250],
        "sentinel-two": digits(sentinel=b"\x02"),
        "sentinel-missing": "84201" + str(int.from_bytes(cose(), "big")),
        "sentinel-after-a-zero-byte": "84201" + str(int.from_bytes(b"\x01\x00" + cose(), "big")),
        "nines-520": "84201" + "9" * 515,
    }
    other = {
        "head-of-list-version-2": ("84302" + body, "wrong_kind"),
        "kind-1": ("84101" + body, "wrong_kind"),
        "kind-9": ("84901" + body, "wrong_kind"),
        "version-00": ("84200" + body, "unsupported_version"),
        "version-02": ("84202" + body, "unsupported_version"),
        "version-99": ("84299" + body, "unsupported_version"),
        "nines-521": ("84201" + "9" * 516, "too_long"),
        "text-of-600": ("x" * 600, "too_long"),
        "code-printed-twice-in-a-row": (plain + plain, "too_long"),
    }
    vectors = [vector(f"digits-{name}", text, "unreadable", "not_ours") for name, text in not_ours.items()]
    vectors += [vector(f"digits-{name}", text, "unreadable", "malformed") for name, text in malformed.items()]
    vectors += [
        vector(f"digits-{name}", text, "unreadable", reason) for name, (text, reason) in other.items()
    ]
    megabyte = {"start": "84201", "repeat": "9", "times": 1_000_000}
    vectors.append(vector("digits-one-megabyte", megabyte, "unreadable", "too_long"))
    return vectors
