import kitchen.hot.soup
import os.path, json

Factory = kitchen.hot.soup.SoupFactory
join = os.path.join
