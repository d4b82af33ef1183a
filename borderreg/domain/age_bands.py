"""Age bands by the year of birth: a birth date may be a year only, so a band compares years, never days."""

from borderreg.domain.reasons import Text

AGE_BANDS = ((18, "0-17"), (25, "18-24"), (35, "25-34"), (45, "35-44"), (55, "45-54"))
"""(first age that is above the band, its code), youngest first; who is older stands in OLDEST."""
OLDEST = "55+"
AGE_TEXTS = {
    "0-17": Text("Dưới 18 tuổi", "Under 18", "18岁以下"),
    "18-24": Text("18–24 tuổi", "18–24", "18–24岁"),
    "25-34": Text("25–34 tuổi", "25–34", "25–34岁"),
    "35-44": Text("35–44 tuổi", "35–44", "35–44岁"),
    "45-54": Text("45–54 tuổi", "45–54", "45–54岁"),
    "55+": Text("Từ 55 tuổi", "55 and over", "55岁及以上"),
}


def age_band(*, year: int, birth_year: int) -> str:
    """Return the band of somebody born in a year, in another year."""
    return next((code for above, code in AGE_BANDS if year - birth_year < above), OLDEST)
