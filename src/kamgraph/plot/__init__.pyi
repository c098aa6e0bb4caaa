from .pictures.chain import chain as chain
from .pictures.change import change as change
from .pictures.contacts import contacts as contacts
from .pictures.contributions import contributions as contributions
from .pictures.coverage import coverage as coverage
from .pictures.map import map as map  # noqa: A004 - the picture's name
from .pictures.portfolio import portfolio as portfolio
from .pictures.portrait import portrait as portrait
from .pictures.power import power as power
from .pictures.touches import touches as touches
from .pictures.trend import trend as trend
